insert into notification_templates (template_name, language, subject, content) values
('email_change_wanted', 'en', 'Please confirm your new e-mail address', $mail$# Is this your address?

Hello, this address was given as the new one of an account at {{ shop_name }}. Please confirm that it is yours. The link works for a day.

[Confirm or refuse]({{ base_url }}/account/email/confirm?token={{ token }})

If you have no account with us, there is nothing to do: without you nothing changes.$mail$),
('email_change_wanted', 'de', 'Bitte bestätigen Sie Ihre neue E-Mail-Adresse', $mail$# Ist das Ihre Adresse?

Guten Tag, diese Adresse wurde als neue Adresse eines Kontos bei {{ shop_name }} angegeben. Bitte bestätigen Sie, dass es Ihre ist. Der Link gilt einen Tag lang.

[Bestätigen oder ablehnen]({{ base_url }}/account/email/confirm?token={{ token }})

Falls Sie kein Konto bei uns haben, müssen Sie nichts tun: Ohne Sie ändert sich nichts.$mail$),
('email_change_former', 'en', 'Is another e-mail address to be used for your account?', $mail$# Was this you?

Hello {{ name }}, somebody who knows your password wants to change the address of your account at {{ shop_name }}.

New address :: {{ wanted }}

Nothing changes before you say yes here and the new address is confirmed as well. If it was not you, say no: your account is closed to whoever is in it, and you choose a new password.

[Say yes or no]({{ base_url }}/account/email/confirm?token={{ token }})

Keep this mail. For seven days after the change its link brings your account back to this address.$mail$),
('email_change_former', 'de', 'Soll Ihr Konto eine andere E-Mail-Adresse bekommen?', $mail$# Waren Sie das?

Guten Tag {{ name }}, jemand, der Ihr Passwort kennt, möchte die Adresse Ihres Kontos bei {{ shop_name }} ändern.

Neue Adresse :: {{ wanted }}

Es ändert sich nichts, bevor Sie hier zustimmen und auch die neue Adresse bestätigt ist. Wenn Sie das nicht waren, lehnen Sie ab: Ihr Konto wird für alle geschlossen, die darin sind, und Sie legen ein neues Passwort fest.

[Zustimmen oder ablehnen]({{ base_url }}/account/email/confirm?token={{ token }})

Bewahren Sie diese Mail auf. Ihr Link bringt Ihr Konto noch sieben Tage nach der Änderung an diese Adresse zurück.$mail$),
('email_change_told', 'en', 'Another e-mail address is to be used for an account', $mail$# Another address

Hello {{ name }}, this address was given for an account at {{ shop_name }} and never confirmed. Its owner now wants to use another one.

If that is you, there is nothing to do here: the link is in the mail to your new address. If you know nothing of it and the account is yours, set a new password now.

[Set a new password]({{ base_url }}/forgot)$mail$),
('email_change_told', 'de', 'Ein Konto soll eine andere E-Mail-Adresse bekommen', $mail$# Eine andere Adresse

Guten Tag {{ name }}, diese Adresse wurde für ein Konto bei {{ shop_name }} angegeben und nie bestätigt. Nun soll das Konto eine andere bekommen.

Wenn Sie das waren, müssen Sie hier nichts tun: Der Link steht in der Mail an Ihre neue Adresse. Wenn Sie nichts davon wissen und das Konto Ihres ist, legen Sie jetzt ein neues Passwort fest.

[Neues Passwort festlegen]({{ base_url }}/forgot)$mail$),
('email_change_taken', 'en', 'Somebody tried to use your e-mail address', $mail$# Your address was entered for another account

Hello {{ name }}, somebody wanted to use this address for another account at {{ shop_name }}. Nothing has changed: the address is yours.

If it was you, you have two accounts. Log in with this address, or set a new password if you have forgotten it.

[Log in]({{ base_url }}/login)$mail$),
('email_change_taken', 'de', 'Jemand wollte Ihre E-Mail-Adresse verwenden', $mail$# Ihre Adresse wurde für ein anderes Konto angegeben

Guten Tag {{ name }}, jemand wollte diese Adresse für ein anderes Konto bei {{ shop_name }} verwenden. Es hat sich nichts geändert: Die Adresse gehört Ihnen.

Wenn Sie das waren, haben Sie zwei Konten. Melden Sie sich mit dieser Adresse an, oder legen Sie ein neues Passwort fest, falls Sie es vergessen haben.

[Anmelden]({{ base_url }}/login)$mail$),
('email_changed', 'en', 'Your account has another e-mail address now', $mail$# Your address was changed

Hello {{ name }}, your account at {{ shop_name }} now has the address {{ wanted }}. Our mails go there, and one logs in with it. All other devices were logged out.

If that was not right, open the link of our mail “Is another e-mail address to be used for your account?”: for seven days it brings the account back to this address. If you have no such mail, reply to this one.$mail$),
('email_changed', 'de', 'Ihr Konto hat jetzt eine andere E-Mail-Adresse', $mail$# Ihre Adresse wurde geändert

Guten Tag {{ name }}, Ihr Konto bei {{ shop_name }} hat jetzt die Adresse {{ wanted }}. Dorthin gehen unsere Mails, und damit melden Sie sich an. Alle anderen Geräte wurden abgemeldet.

Wenn das nicht richtig war, öffnen Sie den Link unserer Mail „Soll Ihr Konto eine andere E-Mail-Adresse bekommen?“: Sieben Tage lang bringt er das Konto an diese Adresse zurück. Wenn Sie keine solche Mail haben, antworten Sie auf diese.$mail$);
