-- no-transaction
create index concurrently coupons_by_start on coupons (starts_at) where starts_at is not null;
