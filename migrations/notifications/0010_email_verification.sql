insert into notification_templates (template_name, language, subject, content) values
('email_verification', 'en', 'Please confirm your e-mail address', $mail$# Is this your address?

Hello {{ name }}, this address was given for an account at {{ shop_name }}. Please confirm that it is yours. The link works once and for a day.

[Confirm the address]({{ base_url }}/account/verify?token={{ token }})

If you made no account with us, there is nothing to do.$mail$),
('email_verification', 'de', 'Bitte bestätigen Sie Ihre E-Mail-Adresse', $mail$# Ist das Ihre Adresse?

Guten Tag {{ name }}, diese Adresse wurde für ein Konto bei {{ shop_name }} angegeben. Bitte bestätigen Sie, dass es Ihre ist. Der Link gilt einmal und einen Tag lang.

[Adresse bestätigen]({{ base_url }}/account/verify?token={{ token }})

Falls Sie kein Konto bei uns angelegt haben, müssen Sie nichts tun.$mail$);
