alter table orders disable trigger user;
insert into orders (id, number, checkout_id, cart_id, payment_id, user_id, email, language, order_date, order_status,
    payment_status, currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp, total_amount_minor, refunded_minor,
    credited_minor, is_invoiced, units, shipping_method, address, note)
select {id}, 'TW-BENCH-' || n || '-' || {h} % 1000, {id}, {id}, {id}, case when {h} % 3 > 0 then {id} end,
    'shopper' || n || '@example.com', 'en', {at},
    case when {h} % 1000 = 0 then 'pending' when {h} % 1000 <= 50 then 'confirmed' when {h} % 1000 <= 80 then 'shipped'
        when {h} % 1000 <= 100 then 'cancelled' else 'delivered' end,
    case when {h} % 1000 = 0 then 'unpaid' when {h} % 1000 <= 25 then 'authorised' when {h} % 1000 <= 80 then 'paid'
        when {h} % 1000 <= 100 then 'voided' when {h} % 1000 <= 120 then 'refunded' else 'paid' end,
    'EUR', 500 + {h} % 20000, 490, 0, 1900, 990 + {h} % 20000,
    case when {h} % 1000 between 101 and 120 then 990 + {h} % 20000 else 0 end,
    case when {h} % 1000 between 101 and 120 then 990 + {h} % 20000 else 0 end,
    true, 1 + {h} % 5, 'Standard',
    jsonb_build_object('name', {first} || ' ' || {last}, 'street', 'Torstrasse ' || n, 'city', 'Berlin',
        'postal_code', '10119', 'country', 'DE'),
    ''
from generate_series({from}::bigint, {to}::bigint) as n;
alter table orders enable trigger user;

insert into order_items (id, order_id, position, product_id, variant_id, sku, name, choices, weight_g, quantity,
    unit_price_minor, subtotal_minor)
select gen_random_uuid(), {id}, line, {id}, {id}, 'BENCH-' || n || '-0', 'Teapot ' || n, '', 100, 1, 100, 100
from generate_series({from}::bigint, {to}::bigint) as n cross join generate_series(1, 2) as line
where line = 1 or n % 2 = 0;

insert into order_tags (order_id, tag)
select {id}, case when {h} % 2000 = 1 then 'vip' when {h} % 100 = 2 then 'call back' else 'gift' end
from generate_series({from}::bigint, {to}::bigint) as n
where {h} % 2000 = 1 or {h} % 100 = 2 or {h} % 10 = 3;

insert into invoices (id, kind, year, position, number, order_id, order_number, issued_at, currency, total_minor,
    tax_minor, content)
select {id}, 'invoice', 2024, 1000000 + n, 'B-2024-' || n || '-', {id}, 'TW-BENCH-' || n || '-' || {h} % 1000, {at}, 'EUR',
    990 + {h} % 20000, 0,
    jsonb_build_object('ordered_at', {at}, 'lines', '[]'::jsonb,
        'seller', jsonb_build_object('name', 'Bench', 'address', 'Berlin', 'vat_id', 'DE123456789'),
        'buyer', jsonb_build_object('name', {first} || ' ' || {last}, 'street', 'Torstrasse 1', 'city', 'Berlin',
            'postal_code', '10119', 'country', 'DE'))
from generate_series({from}::bigint, {to}::bigint) as n;

insert into invoices (id, kind, year, position, number, order_id, order_number, reference, corrects, issued_at, currency,
    total_minor, tax_minor, content)
select gen_random_uuid(), 'credit_note', 2024, 1000000 + n, 'C-2024-' || n || '-', order_id, order_number,
    gen_random_uuid(), number, issued_at, currency, total_minor, tax_minor, content
from generate_series({from}::bigint, {to}::bigint) as n join invoices on invoices.id = {id}
where {h} % 1000 between 101 and 120;

insert into carts (id, user_id, token_hash, draft, created_at, updated_at)
select {id}, case when {h} % 3 = 0 then {id} end, case when {h} % 3 > 0 then 'bench-' || n end,
    case when {h} % 2 = 0 then jsonb_build_object('email', 'shopper' || n || '@example.com', 'name', {first} || ' ' || {last})
        else '{}' end,
    {at}, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
insert into cart_items (cart_id, variant_id, quantity)
select {id}, {id}, 1 from generate_series({from}::bigint, {to}::bigint) as n where {h} % 10 > 0;

insert into coupons (id, code, percent_bp, currency, starts_at, ends_at, most_uses, used, is_active, created_at)
select {id}, 'BENCH-' || n || '-', 1000, 'EUR',
    case when {h} % 1000 = 1 then now() + interval '100 days' end,
    case when {h} % 1000 = 2 then now() - interval '1 day' end, 1, case when {h} % 1000 = 3 then 1 else 0 end,
    {h} % 1000 <> 4, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
