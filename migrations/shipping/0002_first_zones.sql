-- The zones and prices a new shop starts with.

insert into zones (zone_id, name, position) values
    ('01980000-0000-7000-8000-0000000000a1', 'Germany', 1),
    ('01980000-0000-7000-8000-0000000000a2', 'European Union', 2),
    ('01980000-0000-7000-8000-0000000000a3', 'Rest of Europe', 3),
    ('01980000-0000-7000-8000-0000000000a4', 'World', 4);

insert into zone_countries (country, zone_id)
select unnest(string_to_array(countries, ' ')), zone_id
from (values
    ('Germany', 'DE'),
    ('European Union', 'AT BE BG CY CZ DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'),
    ('Rest of Europe', 'CH GB IS LI NO'),
    ('World', 'AU CA JP NZ US')
) as given (zone, countries)
join zones on zones.name = given.zone;

insert into shipping_methods (method_id, zone_id, name, carrier, days_min, days_max, currency, free_from_minor)
select method_id::uuid, zone_id, given.name, carrier, days_min, days_max, 'EUR', free_from_minor
from (values
    ('01980000-0000-7000-8000-0000000000b1', 'Germany', 'Standard', 'DHL', 1, 3, 8000),
    ('01980000-0000-7000-8000-0000000000b2', 'Germany', 'Express', 'DHL', 1, 1, null),
    ('01980000-0000-7000-8000-0000000000b3', 'European Union', 'Standard', 'DHL', 3, 6, 15000),
    ('01980000-0000-7000-8000-0000000000b4', 'European Union', 'Express', 'UPS', 1, 3, null),
    ('01980000-0000-7000-8000-0000000000b5', 'Rest of Europe', 'Standard', 'DHL', 4, 8, null),
    ('01980000-0000-7000-8000-0000000000b6', 'World', 'Standard', 'DHL', 6, 14, null),
    ('01980000-0000-7000-8000-0000000000b7', 'World', 'Express', 'FedEx', 2, 5, null)
) as given (method_id, zone, name, carrier, days_min, days_max, free_from_minor)
join zones on zones.name = given.zone;

insert into rate_tiers (method_id, up_to_g, price_minor)
select method_id::uuid, up_to_g, price_minor
from (values
    ('01980000-0000-7000-8000-0000000000b1', 10000, 490),
    ('01980000-0000-7000-8000-0000000000b1', 31500, 990),
    ('01980000-0000-7000-8000-0000000000b2', 10000, 1290),
    ('01980000-0000-7000-8000-0000000000b2', 31500, 1990),
    ('01980000-0000-7000-8000-0000000000b3', 10000, 990),
    ('01980000-0000-7000-8000-0000000000b3', 31500, 1990),
    ('01980000-0000-7000-8000-0000000000b4', 10000, 2490),
    ('01980000-0000-7000-8000-0000000000b5', 5000, 1490),
    ('01980000-0000-7000-8000-0000000000b5', 20000, 2990),
    ('01980000-0000-7000-8000-0000000000b6', 2000, 1990),
    ('01980000-0000-7000-8000-0000000000b6', 10000, 4490),
    ('01980000-0000-7000-8000-0000000000b6', 20000, 6990),
    ('01980000-0000-7000-8000-0000000000b7', 2000, 3990),
    ('01980000-0000-7000-8000-0000000000b7', 10000, 8990)
) as given (method_id, up_to_g, price_minor);
