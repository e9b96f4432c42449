-- no-transaction
create index concurrently shipments_by_age on shipments (created_at desc, shipment_id desc);
