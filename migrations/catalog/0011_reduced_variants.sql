-- no-transaction
create index concurrently product_variants_reduced on product_variants (product_id) where compare_at_minor is not null;
