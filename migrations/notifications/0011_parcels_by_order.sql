-- no-transaction
create index concurrently notifications_of_parcels on notifications ((payload ->> 'number')) where template_name = 'order_dispatched';
