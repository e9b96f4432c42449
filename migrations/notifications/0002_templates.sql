-- Plain text with placeholders. Besides: `# ` begins a heading, `[label](address)` alone on a line is a
-- button, `left :: right` is a row of a table.
insert into notification_templates (template_name, language, subject, content) values
('welcome', 'en', 'Welcome to {{ shop_name }}', $mail$# Welcome, {{ name }}

Your account is ready. You can follow your orders there, keep your addresses and check out faster next time.

[Open your account]({{ base_url }}/account)

If you did not create this account, reply to this mail and we will remove it.$mail$),
('welcome', 'de', 'Willkommen bei {{ shop_name }}', $mail$# Willkommen, {{ name }}

Ihr Konto ist eingerichtet. Dort verfolgen Sie Ihre Bestellungen, verwalten Ihre Adressen und bestellen beim nächsten Mal schneller.

[Zum Konto]({{ base_url }}/account)

Falls Sie dieses Konto nicht angelegt haben, antworten Sie auf diese Mail. Wir löschen es dann.$mail$),
('order_confirmation', 'en', 'Your order {{ number }}', $mail$# Thank you for your order, {{ name }}

We have received order {{ number }} of {{ placed_on }} and are preparing it. You will get another mail when it leaves us.

{% for line in lines %}{{ line.quantity }} × {{ line.name }}{% if line.choices %}, {{ line.choices }}{% endif %} :: {{ line.subtotal }}
{% endfor %}Delivery, {{ shipping_method }} :: {{ shipping }}
Total :: {{ total }}
Includes {{ tax_rate }} % tax :: {{ tax }}

# Delivery address

{% for line in address %}{{ line }}
{% endfor %}
[View your order]({{ base_url }}/orders/{{ number }})$mail$),
('order_confirmation', 'de', 'Ihre Bestellung {{ number }}', $mail$# Vielen Dank für Ihre Bestellung, {{ name }}

Wir haben Ihre Bestellung {{ number }} vom {{ placed_on }} erhalten und bereiten sie vor. Sobald sie unser Lager verlässt, bekommen Sie eine weitere Mail.

{% for line in lines %}{{ line.quantity }} × {{ line.name }}{% if line.choices %}, {{ line.choices }}{% endif %} :: {{ line.subtotal }}
{% endfor %}Versand, {{ shipping_method }} :: {{ shipping }}
Gesamt :: {{ total }}
Enthält {{ tax_rate }} % Mehrwertsteuer :: {{ tax }}

# Lieferadresse

{% for line in address %}{{ line }}
{% endfor %}
[Bestellung ansehen]({{ base_url }}/orders/{{ number }})$mail$),
('order_dispatched', 'en', 'Your order {{ number }} is on its way', $mail$# Your parcel is on its way

{{ carrier }} has taken over a parcel with your order {{ number }}.

Tracking number :: {{ tracking_number }}

{% if tracking_url %}[Follow the parcel]({{ tracking_url }})

{% endif %}It may take a few hours until the first scan appears.$mail$),
('order_dispatched', 'de', 'Ihre Bestellung {{ number }} ist unterwegs', $mail$# Ihr Paket ist unterwegs

{{ carrier }} hat ein Paket mit Ihrer Bestellung {{ number }} übernommen.

Sendungsnummer :: {{ tracking_number }}

{% if tracking_url %}[Sendung verfolgen]({{ tracking_url }})

{% endif %}Bis zum ersten Eintrag in der Sendungsverfolgung können einige Stunden vergehen.$mail$),
('order_refunded', 'en', 'Refund for your order {{ number }}', $mail$# Your refund is on its way

Hello {{ name }}, we have refunded {{ amount }} for your order {{ number }}. It goes back the way you paid.

Refunded now :: {{ amount }}
Refunded in all :: {{ refunded }}
Order total :: {{ total }}

Depending on your bank it takes up to ten working days to appear.

[View your order]({{ base_url }}/orders/{{ number }})$mail$),
('order_refunded', 'de', 'Erstattung zu Ihrer Bestellung {{ number }}', $mail$# Ihre Erstattung ist unterwegs

Guten Tag {{ name }}, wir haben Ihnen {{ amount }} zu Ihrer Bestellung {{ number }} erstattet. Der Betrag geht auf dem Weg zurück, auf dem Sie bezahlt haben.

Jetzt erstattet :: {{ amount }}
Insgesamt erstattet :: {{ refunded }}
Bestellwert :: {{ total }}

Je nach Bank dauert es bis zu zehn Werktage, bis er erscheint.

[Bestellung ansehen]({{ base_url }}/orders/{{ number }})$mail$),
('order_cancelled', 'en', 'Your order {{ number }} was cancelled', $mail$# Your order was cancelled

Hello {{ name }}, your order {{ number }} over {{ total }} was cancelled and will not be sent.

{% if reason %}Reason: {{ reason }}

{% endif %}What you have paid goes back the way you paid. Depending on your bank it takes up to ten working days.

[View your order]({{ base_url }}/orders/{{ number }})$mail$),
('order_cancelled', 'de', 'Ihre Bestellung {{ number }} wurde storniert', $mail$# Ihre Bestellung wurde storniert

Guten Tag {{ name }}, Ihre Bestellung {{ number }} über {{ total }} wurde storniert und wird nicht versendet.

{% if reason %}Grund: {{ reason }}

{% endif %}Bereits gezahltes Geld geht auf dem Weg zurück, auf dem Sie bezahlt haben. Je nach Bank dauert das bis zu zehn Werktage.

[Bestellung ansehen]({{ base_url }}/orders/{{ number }})$mail$),
('password_reset', 'en', 'Set a new password', $mail$# Set a new password

Hello {{ name }}, somebody asked for a new password for your account. The link works once and for 30 minutes.

[Set a new password]({{ base_url }}/account/reset?token={{ token }})

If it was not you, there is nothing to do. Your password stays as it is.$mail$),
('password_reset', 'de', 'Neues Passwort festlegen', $mail$# Neues Passwort festlegen

Guten Tag {{ name }}, für Ihr Konto wurde ein neues Passwort angefordert. Der Link gilt einmal und 30 Minuten lang.

[Neues Passwort festlegen]({{ base_url }}/account/reset?token={{ token }})

Falls Sie das nicht waren, müssen Sie nichts tun. Ihr Passwort bleibt, wie es ist.$mail$),
('password_changed', 'en', 'Your password was changed', $mail$# Your password was changed

Hello {{ name }}, the password of your account has just been changed. All other devices were logged out.

If it was not you, set a new password now and tell us by replying to this mail.

[Set a new password]({{ base_url }}/forgot-password)$mail$),
('password_changed', 'de', 'Ihr Passwort wurde geändert', $mail$# Ihr Passwort wurde geändert

Guten Tag {{ name }}, das Passwort Ihres Kontos wurde soeben geändert. Alle anderen Geräte wurden abgemeldet.

Falls Sie das nicht waren, legen Sie jetzt ein neues Passwort fest und antworten Sie auf diese Mail.

[Neues Passwort festlegen]({{ base_url }}/forgot-password)$mail$);
