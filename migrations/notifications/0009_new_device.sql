insert into notification_templates (template_name, language, subject, content) values
('new_device', 'en', 'Your account was opened from a new place', $mail$# Was this you?

Hello {{ name }}, somebody logged in to your account with a browser or in a network that was not used for it before.

When :: {{ at }}
Browser :: {{ device }}
{% if network %}Network :: {{ network }}
{% endif %}
If it was you, there is nothing to do. If not, log that browser out and change your password.

[See where you are logged in]({{ base_url }}/account/security)$mail$),
('new_device', 'de', 'Ihr Konto wurde von einem neuen Ort aus geöffnet', $mail$# Waren Sie das?

Guten Tag {{ name }}, in Ihr Konto hat sich jemand mit einem Browser oder aus einem Netz angemeldet, das dafür bisher nicht verwendet wurde.

Wann :: {{ at }}
Browser :: {{ device }}
{% if network %}Netz :: {{ network }}
{% endif %}
Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, melden Sie diesen Browser ab und ändern Sie Ihr Passwort.

[Zeigen, wo Sie angemeldet sind]({{ base_url }}/account/security)$mail$);
