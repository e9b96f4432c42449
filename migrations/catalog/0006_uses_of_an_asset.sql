-- no-transaction
create unique index concurrently product_media_asset on product_media (asset_id, product_id);
