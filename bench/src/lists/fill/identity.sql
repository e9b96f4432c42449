insert into users (id, username, email, hashed_password, created_at, last_seen_at)
select {id}, {first} || ' ' || {last}, 'shopper' || n || '@example.com', '$argon2id$', {at}, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
insert into user_roles (user_id, role_id)
select {id}, case when {h} % 20000 = 3 then 2 else 1 end from generate_series({from}::bigint, {to}::bigint) as n;

insert into customer_tags (user_id, tag)
select {id}, case when {h} % 2000 = 1 then 'vip' else 'regular' end
from generate_series({from}::bigint, {to}::bigint) as n where {h} % 2000 = 1 or {h} % 10 = 3;
insert into customer_groups (id, name) values
    ('01900000-0000-7000-8000-0000000000a1', 'Bench, large'), ('01900000-0000-7000-8000-0000000000a2', 'Bench, small')
on conflict do nothing;
insert into customer_group_members (group_id, user_id)
select case when {h} % 5000 = 2 then '01900000-0000-7000-8000-0000000000a2'
    else '01900000-0000-7000-8000-0000000000a1' end::uuid, {id}
from generate_series({from}::bigint, {to}::bigint) as n where {h} % 5000 = 2 or {h} % 5 = 0;

-- So many at once are not chained one by one; the rule that holds the chain is broken in this shop.
alter table audit_log disable trigger user;
insert into audit_log (at, actor_id, actor, action, subject, details, request_id)
select {at}, {id}, 'clerk' || {h} % 30 || '@example.com',
    (array['order.tagged', 'order.captured', 'order.refunded', 'product.updated', 'stock.adjusted', 'coupon.saved',
        'customer.tagged', 'staff.logged_in'])[1 + {h} / 30 % 8],
    'order ' || {id}, '{}', 'req-' || n
from generate_series({from}::bigint, {to}::bigint) as n;
alter table audit_log enable trigger user;
