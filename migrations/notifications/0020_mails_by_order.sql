-- no-transaction
create index concurrently notifications_by_order on notifications ((payload ->> 'number'));
