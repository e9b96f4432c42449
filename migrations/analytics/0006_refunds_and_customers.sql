-- What was paid back and the accounts that were made are metrics of their own from now on; those of before are counted
-- from the log, as far as it reaches. Money is added up in the currency that most refunds were made in: the shop's.
insert into aggregated_metrics (service_name, metric_name, value, bucket_start)
select 'orders', 'refunded_minor', coalesce(sum((payload #>> '{amount,minor}')::bigint), 0),
    date_trunc('hour', "timestamp", 'UTC') as bucket
from event_logs
where service_name = 'orders' and event_type = 'order_refunded'
    and payload #>> '{amount,currency}' = (
        select mode() within group (order by payload #>> '{amount,currency}') from event_logs
        where service_name = 'orders' and event_type = 'order_refunded')
group by bucket
on conflict (metric_name, bucket_start) do nothing;

insert into aggregated_metrics (service_name, metric_name, value, bucket_start)
select 'identity', 'customers', count(*), date_trunc('hour', "timestamp", 'UTC') as bucket
from event_logs where service_name = 'identity' and event_type = 'user_registered'
group by bucket
on conflict (metric_name, bucket_start) do nothing;
