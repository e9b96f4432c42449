-- no-transaction
create index concurrently coupons_by_end on coupons (ends_at) where ends_at is not null;
