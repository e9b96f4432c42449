insert into payments (id, order_id, checkout_id, payment_method, method_label, amount_minor, currency, payment_status,
    transaction_date, gateway, gateway_reference, captured_minor, refunded_minor)
select {id}, {id}, {id}, 'test_card', case when {h} % 10 < 7 then 'Visa •••• 4242' else 'Mastercard •••• 4444' end,
    990 + {h} % 20000, 'EUR',
    case when {h} % 1000 = 0 then 'failed' when {h} % 1000 <= 25 then 'authorised'
        when {h} % 1000 between 81 and 100 then 'voided' else 'captured' end,
    {at}, 'test', 'ch_bench_' || n || '_',
    case when {h} % 1000 <= 25 or {h} % 1000 between 81 and 100 then 0 else 990 + {h} % 20000 end,
    case when {h} % 1000 between 101 and 120 then 990 + {h} % 20000 else 0 end
from generate_series({from}::bigint, {to}::bigint) as n;

insert into refunds (id, payment_id, refund_amount_minor, refund_date, refund_status, reason, memo)
select {id}, {id}, 990 + {h} % 20000, {at}, 'processed', 'returned', ''
from generate_series({from}::bigint, {to}::bigint) as n where {h} % 1000 between 101 and 120;

alter table gift_cards disable trigger user;
insert into gift_cards (id, code_hash, ending, currency, issued_minor, balance_minor, expires_on, is_blocked, recipient,
    note, created_at)
select {id}, encode(sha256(('bench' || n)::bytea), 'hex'), upper(substr(md5(n::text), 1, 4)), 'EUR', 5000,
    case when {h} % 1000 = 3 then 0 else 5000 end, case when {h} % 1000 = 2 then current_date - 1 end,
    {h} % 1000 = 1, 'shopper' || n || '@example.com', 'for ' || {first}, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
alter table gift_cards enable trigger user;
