insert into notification_templates (template_name, language, subject, content) values
('way_in_added', 'en', 'There is a new way into your account', $mail$# A new way into your account

Hello {{ name }}, {% if is_passkey %}the passkey “{{ way }}”{% else %}your account at {{ way }}{% endif %} now opens your account at {{ shop_name }}, without the password.

If it was not you, take it away under Security, set a new password and tell us by replying to this mail.

[See what opens your account]({{ base_url }}/account/security)$mail$),
('way_in_added', 'de', 'Ihr Konto lässt sich auf einem neuen Weg öffnen', $mail$# Ein neuer Weg in Ihr Konto

Guten Tag {{ name }}, {% if is_passkey %}der Passkey „{{ way }}“{% else %}Ihr Konto bei {{ way }}{% endif %} öffnet jetzt Ihr Konto bei {{ shop_name }}, auch ohne Passwort.

Falls Sie das nicht waren, entfernen Sie ihn unter „Security“, legen Sie ein neues Passwort fest und antworten Sie auf diese Mail.

[Zeigen, was Ihr Konto öffnet]({{ base_url }}/account/security)$mail$),
('way_in_removed', 'en', 'A way into your account was taken away', $mail$# A way into your account was taken away

Hello {{ name }}, {% if is_passkey %}the passkey “{{ way }}”{% else %}your account at {{ way }}{% endif %} no longer opens your account at {{ shop_name }}.

If it was not you, set a new password now and tell us by replying to this mail.

[See what opens your account]({{ base_url }}/account/security)$mail$),
('way_in_removed', 'de', 'Ein Weg in Ihr Konto wurde entfernt', $mail$# Ein Weg in Ihr Konto wurde entfernt

Guten Tag {{ name }}, {% if is_passkey %}der Passkey „{{ way }}“{% else %}Ihr Konto bei {{ way }}{% endif %} öffnet Ihr Konto bei {{ shop_name }} nicht mehr.

Falls Sie das nicht waren, legen Sie jetzt ein neues Passwort fest und antworten Sie auf diese Mail.

[Zeigen, was Ihr Konto öffnet]({{ base_url }}/account/security)$mail$);

insert into notification_templates (template_name, language, subject, content) values
('registration_taken', 'en', 'Somebody tried to register with your e-mail address', $mail$# You have an account with us already

Hello {{ name }}, somebody tried to make an account with this address at {{ shop_name }}. Nothing has changed: the account is yours, and only you can log in to it.

If it was you, log in, or set a new password if you have forgotten it. If not, there is nothing to do.

[Log in]({{ base_url }}/login)

[Set a new password]({{ base_url }}/forgot)$mail$),
('registration_taken', 'de', 'Jemand wollte sich mit Ihrer E-Mail-Adresse registrieren', $mail$# Sie haben schon ein Konto bei uns

Guten Tag {{ name }}, jemand wollte mit dieser Adresse ein Konto bei {{ shop_name }} anlegen. Es hat sich nichts geändert: Das Konto gehört Ihnen, und nur Sie können sich anmelden.

Wenn Sie das waren, melden Sie sich an, oder legen Sie ein neues Passwort fest, falls Sie es vergessen haben. Wenn nicht, müssen Sie nichts tun.

[Anmelden]({{ base_url }}/login)

[Neues Passwort festlegen]({{ base_url }}/forgot)$mail$);
