insert into event_logs (event_id, service_name, event_type, aggregate, payload, "timestamp")
select {id}, case when {h} % 500 = 0 then 'shipping' else 'orders' end,
    case when {h} % 500 = 0 then 'shipment_sent' when {h} % 10 < 7 then 'cart_started' else 'order_confirmed' end,
    {id}, '{}', {at}
from generate_series({from}::bigint, {to}::bigint) as n;

-- Three years of every hour and of five hundred products, once.
insert into aggregated_metrics (service_name, metric_name, value, bucket_start)
select 'orders', metric, 1 + (hashint8(hour) & 2147483647) % 100, timestamptz '2024-01-01 00:00Z' + hour * interval '1 hour'
from generate_series(0::bigint, 26303) as hour
cross join unnest(array['revenue_minor', 'orders', 'units', 'carts_started', 'carts_converted', 'refunded_minor',
    'customers']) as metric
where {from} = 1
on conflict do nothing;
insert into product_sales (product_id, day, name, units, revenue_minor)
select ('01900000-0000-7000-8000-' || lpad(to_hex(product), 12, '0'))::uuid, date '2024-01-01' + day, 'Teapot ' || product, 1, 1000
from generate_series(1, 500) as product cross join generate_series(0, 1095) as day
where {from} = 1
on conflict do nothing;
