insert into notification_templates (template_name, language, subject, content) values
('second_factor_reset', 'en', 'Your second factor was reset', $mail$# Your second factor was reset

Hello {{ name }}, one of our administrators took the second factor of your account at {{ shop_name }} away, because it was said to be lost. You were logged out everywhere. Logging in takes the password alone until you set up another.

If you did not ask for it, set a new password now and tell us by replying to this mail.

[Log in]({{ base_url }}/login)$mail$),
('second_factor_reset', 'de', 'Ihr zweiter Faktor wurde zurückgesetzt', $mail$# Ihr zweiter Faktor wurde zurückgesetzt

Guten Tag {{ name }}, jemand aus unserer Verwaltung hat den zweiten Faktor Ihres Kontos bei {{ shop_name }} entfernt, weil er als verloren gemeldet wurde. Sie wurden überall abgemeldet. Bis Sie einen neuen einrichten, genügt für die Anmeldung das Passwort.

Falls Sie nicht darum gebeten haben, legen Sie jetzt ein neues Passwort fest und antworten Sie auf diese Mail.

[Anmelden]({{ base_url }}/login)$mail$);

insert into notification_templates (template_name, language, subject, content) values
('contact_message', 'en', 'A message from {{ name }}', $mail$# A message from {{ name }}

Name :: {{ name }}
E-mail :: {{ sender }}

{% for line in lines %}{{ line }}

{% endfor %}
It was written in the contact form. Nobody checked whether the address is theirs.$mail$),
('contact_message', 'de', 'Eine Nachricht von {{ name }}', $mail$# Eine Nachricht von {{ name }}

Name :: {{ name }}
E-Mail :: {{ sender }}

{% for line in lines %}{{ line }}

{% endfor %}
Sie wurde in das Kontaktformular geschrieben. Ob die Adresse der schreibenden Person gehört, wurde nicht geprüft.$mail$);
