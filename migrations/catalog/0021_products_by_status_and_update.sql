-- no-transaction
create index concurrently products_by_status_and_update on products (status, updated_at desc, id desc);
