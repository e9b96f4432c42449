insert into notification_templates (template_name, language, subject, content) values
('second_factor_added', 'en', 'Your account has a second factor now', $mail$# A second factor was added

Hello {{ name }}, logging in to your account at {{ shop_name }} now takes your password and a code of your phone. All other devices were logged out.

If it was not you, somebody knows your password: set a new one now and tell us by replying to this mail.

[Set a new password]({{ base_url }}/forgot)$mail$),
('second_factor_added', 'de', 'Ihr Konto hat jetzt einen zweiten Faktor', $mail$# Ein zweiter Faktor wurde eingerichtet

Guten Tag {{ name }}, für die Anmeldung bei {{ shop_name }} brauchen Sie jetzt Ihr Passwort und einen Code Ihres Telefons. Alle anderen Geräte wurden abgemeldet.

Falls Sie das nicht waren, kennt jemand Ihr Passwort: Legen Sie jetzt ein neues fest und antworten Sie auf diese Mail.

[Neues Passwort festlegen]({{ base_url }}/forgot)$mail$),
('second_factor_removed', 'en', 'Your account has no second factor any more', $mail$# The second factor was removed

Hello {{ name }}, logging in to your account at {{ shop_name }} takes the password alone again.

If it was not you, set a new password now and tell us by replying to this mail.

[Set a new password]({{ base_url }}/forgot)$mail$),
('second_factor_removed', 'de', 'Ihr Konto hat keinen zweiten Faktor mehr', $mail$# Der zweite Faktor wurde entfernt

Guten Tag {{ name }}, für die Anmeldung bei {{ shop_name }} genügt wieder das Passwort.

Falls Sie das nicht waren, legen Sie jetzt ein neues Passwort fest und antworten Sie auf diese Mail.

[Neues Passwort festlegen]({{ base_url }}/forgot)$mail$);
