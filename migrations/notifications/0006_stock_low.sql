insert into notification_templates (template_name, language, subject, content) values
('stock_low', 'en', 'Running low: {{ name }}', $mail$# Running low

{{ name }} ({{ sku }}) is down to {{ available }} in one of the warehouses.

[Look at the stock]({{ base_url }}/admin/stock/{{ variant }})

The threshold for this mail is set there.$mail$),
('stock_low', 'de', 'Bestand niedrig: {{ name }}', $mail$# Bestand niedrig

Von {{ name }} ({{ sku }}) sind in einem der Lager noch {{ available }} da.

[Zum Bestand]({{ base_url }}/admin/stock/{{ variant }})

Ab wann diese Mail kommt, legen Sie dort fest.$mail$);
