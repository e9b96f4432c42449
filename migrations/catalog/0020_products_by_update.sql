-- no-transaction
create index concurrently products_by_update on products (updated_at desc, id desc);
