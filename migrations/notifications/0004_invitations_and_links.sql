-- The page where a new password is asked for is /forgot.
update notification_templates
set content = replace(content, '{{ base_url }}/forgot-password)', '{{ base_url }}/forgot)'), updated_at = now()
where content like '%{{ base_url }}/forgot-password)%';

insert into notification_templates (template_name, language, subject, content) values
('staff_invitation', 'en', 'Your access to the back office', $mail$# Welcome to the team

Hello {{ name }}, you have been given access to the back office of {{ shop_name }}. Choose a password to open it. The link works once and for three days.

[Choose a password]({{ base_url }}/account/reset?token={{ token }}&staff=1)

If the link has expired, ask for a new one at {{ base_url }}/forgot. If you did not expect this mail, there is nothing to do.$mail$),
('staff_invitation', 'de', 'Ihr Zugang zum Backoffice', $mail$# Willkommen im Team

Guten Tag {{ name }}, Sie haben Zugang zum Backoffice von {{ shop_name }} erhalten. Legen Sie ein Passwort fest, um es zu öffnen. Der Link gilt einmal und drei Tage lang.

[Passwort festlegen]({{ base_url }}/account/reset?token={{ token }}&staff=1)

Ist der Link abgelaufen, fordern Sie unter {{ base_url }}/forgot einen neuen an. Falls Sie diese Mail nicht erwartet haben, müssen Sie nichts tun.$mail$);
