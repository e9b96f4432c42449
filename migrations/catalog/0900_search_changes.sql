-- What search indexes have to look at again. Each replica reads it at its own pace, from the transaction it has come to:
-- rows of transactions that may still be running are left for later, so that one that commits late is not lost.
create table search_changes (
    transaction xid8 not null default pg_current_xact_id(),
    -- A product or a category; neither when everything has to be built anew.
    product_id uuid,
    category_id uuid,
    changed_at timestamptz not null default now(),
    check (product_id is null or category_id is null)
);
create index search_changes_in_order on search_changes (transaction);
create index search_changes_by_age on search_changes (changed_at);

create function note_changed_products() returns trigger language plpgsql as $$
begin
    insert into search_changes (product_id) select id from changed_rows;
    return null;
end $$;
create trigger products_made_for_search after insert on products
    referencing new table as changed_rows for each statement execute function note_changed_products();
create trigger products_changed_for_search after update on products
    referencing new table as changed_rows for each statement execute function note_changed_products();
create trigger products_gone_for_search after delete on products
    referencing old table as changed_rows for each statement execute function note_changed_products();

-- Stock: what else changes of variants changes their product as well.
create function note_changed_stock() returns trigger language plpgsql as $$
begin
    insert into search_changes (product_id)
    select distinct n.product_id from new_rows n join old_rows o on o.id = n.id
    where n.in_stock is distinct from o.in_stock;
    return null;
end $$;
create trigger product_variants_changed_for_search after update on product_variants
    referencing old table as old_rows new table as new_rows for each statement execute function note_changed_stock();

create function note_changed_categories() returns trigger language plpgsql as $$
begin
    insert into search_changes (category_id) select id from changed_rows;
    return null;
end $$;
create trigger categories_made_for_search after insert on categories
    referencing new table as changed_rows for each statement execute function note_changed_categories();
create trigger categories_changed_for_search after update on categories
    referencing new table as changed_rows for each statement execute function note_changed_categories();
create trigger categories_gone_for_search after delete on categories
    referencing old table as changed_rows for each statement execute function note_changed_categories();
