-- no-transaction
create index concurrently coupons_by_code_part on coupons using gin (code gin_trgm_ops);
