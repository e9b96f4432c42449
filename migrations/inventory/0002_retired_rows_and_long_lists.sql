create extension if not exists pg_trgm;

-- When the catalogue gave the variant up: the row is kept for its ledger, but neither listed nor sold from.
alter table inventory add column retired_at timestamptz;
-- What the back office searches in.
alter table inventory add column search text not null generated always as (lower(sku || ' ' || name)) stored;

create index inventory_by_words on inventory using gin (search gin_trgm_ops);
create index inventory_by_warehouse_and_sku on inventory (warehouse_id, sku, inventory_id);
create index inventory_low_by_sku on inventory (sku, inventory_id)
    where quantity_available <= low_stock_threshold;
create index inventory_low_by_available on inventory (quantity_available, inventory_id)
    where quantity_available <= low_stock_threshold;

-- What came back of an order, to be looked up by the order.
create index inventory_transactions_returns on inventory_transactions (reference)
    where transaction_type = 'return';
