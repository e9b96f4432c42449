insert into notification_templates (template_name, language, subject, content) values
('webhook_paused', 'en', 'A webhook was paused: {{ host }}', $mail$# A webhook was paused

Nothing is sent to {{ host }} any more: {% if is_gone %}the receiver answered that it wants nothing (410){% else %}20 deliveries in a row came to nothing{% endif %}.

What happens meanwhile waits, for 30 days. Once the receiver works again, resume the webhook; it then gets what has waited.

[Look at the webhook]({{ base_url }}/admin/webhooks/{{ endpoint }})$mail$),
('webhook_paused', 'de', 'Ein Webhook wurde angehalten: {{ host }}', $mail$# Ein Webhook wurde angehalten

An {{ host }} wird nichts mehr gesendet: {% if is_gone %}Der Empfänger hat geantwortet, dass er nichts mehr möchte (410){% else %}20 Sendungen nacheinander kamen nicht an{% endif %}.

Was inzwischen geschieht, wartet 30 Tage lang. Sobald der Empfänger wieder antwortet, setzen Sie den Webhook fort; er erhält dann, was gewartet hat.

[Zum Webhook]({{ base_url }}/admin/webhooks/{{ endpoint }})$mail$);
