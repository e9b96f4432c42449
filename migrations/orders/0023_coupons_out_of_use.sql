-- no-transaction
create index concurrently coupons_out_of_use on coupons (created_at desc, id desc) where not is_active or used >= most_uses;
