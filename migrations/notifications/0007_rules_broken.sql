insert into notification_templates (template_name, language, subject, content) values
('rules_broken', 'en', '{% if count == 1 %}A rule{% else %}{{ count }} rules{% endif %} of {{ shop_name }} no longer hold{% if count == 1 %}s{% endif %}', $mail$# {% if count == 1 %}A rule no longer holds{% else %}{{ count }} rules no longer hold{% endif %}

The shop examined itself and found what must not be.

{% for rule in rules %}{{ rule.rule }} · {{ rule.place }} · {{ rule.what }} :: {{ rule.breaches }}

{% for row in rule.rows %}{{ row }}
{% endfor %}
{% endfor %}
[Look at the rules]({{ base_url }}/admin/rules)

You get this mail once, not again while they stay broken.$mail$),
('rules_broken', 'de', '{% if count == 1 %}Eine Regel{% else %}{{ count }} Regeln{% endif %} von {{ shop_name }} {% if count == 1 %}ist{% else %}sind{% endif %} verletzt', $mail$# {% if count == 1 %}Eine Regel ist verletzt{% else %}{{ count }} Regeln sind verletzt{% endif %}

Der Shop hat sich selbst geprüft und gefunden, was nicht sein darf.

{% for rule in rules %}{{ rule.rule }} · {{ rule.place }} · {{ rule.what }} :: {{ rule.breaches }}

{% for row in rule.rows %}{{ row }}
{% endfor %}
{% endfor %}
[Zu den Regeln]({{ base_url }}/admin/rules)

Diese Mail kommt einmal und nicht erneut, solange die Regeln verletzt bleiben.$mail$);
