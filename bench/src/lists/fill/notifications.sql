insert into notifications (id, email, message_template_id, template_name, language, status, subject, next_attempt_at,
    idempotency_key, message_id, created_at, sent_at)
select {id}, 'shopper' || n || '@example.com', (select id from notification_templates order by id limit 1),
    case when {h} % 10 = 1 then 'welcome' else 'order_confirmation' end, 'en',
    case when {h} % 1000 = 0 then 'failed' else 'sent' end, 'Your order TW-BENCH-' || n, {at}, 'bench ' || n,
    'bench-' || n || '@example.com', {at}, case when {h} % 1000 > 0 then {at} end
from generate_series({from}::bigint, {to}::bigint) as n;
