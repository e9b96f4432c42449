-- no-transaction
create index concurrently products_by_brand on products (brand_id);
