-- no-transaction
create index concurrently carts_by_change on carts (updated_at desc, id desc);
