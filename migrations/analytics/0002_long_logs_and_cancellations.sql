-- The log is read newest first, by service and type; and forgotten by age.
create index event_logs_by_service on event_logs (service_name, number desc);
create index event_logs_by_event_type on event_logs (event_type, number desc);
create index event_logs_by_age on event_logs ("timestamp");

-- A cancellation is subtracted where the sale was counted, and may be heard of before the sale itself: only
-- the sum of both is never negative.
alter table product_sales drop constraint product_sales_units_check;
comment on table product_sales is
    'What was sold of each product on each day (UTC), gross, without orders that were cancelled, before refunds.';
