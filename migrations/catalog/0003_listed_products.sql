-- What listings look at, so that a shop of a hundred thousand products lists as one of a hundred. Kept by
-- triggers: nothing that changes a product can forget it.

-- A choice as the arrays below hold it; what people type never holds the separator.
create function choice_key(name text, value text) returns text
    language sql immutable parallel safe return name || E'\x1f' || value;

create function choice_keys(options jsonb) returns text[] language sql immutable parallel safe as $$
    select array(select choice_key(o ->> 'name', o ->> 'value') from jsonb_array_elements(options) o)
$$;

alter table product_variants
    add column choices text[] not null generated always as (choice_keys(options)) stored;
create index product_variants_choices on product_variants using gin (choices);

-- The swatch that a facet shows is the first of this index.
create index product_option_values_first_swatch on product_option_values (name, value, swatch)
    where swatch is not null;

-- One narrow row per product on sale.
create table listed_products (
    product_id uuid primary key references products (id) on delete cascade,
    category_id uuid,
    brand varchar(100),
    price_minor bigint not null,
    position bigint not null,
    -- To sort by: lower case without accents.
    name text not null,
    created_at timestamptz not null,
    -- Of all variants, and of those that can be bought.
    choices text[] not null,
    choices_in_stock text[] not null,
    in_stock boolean not null
);
create index listed_products_featured on listed_products (position, product_id);
create index listed_products_newest on listed_products (created_at desc, position, product_id);
create index listed_products_cheapest on listed_products (price_minor, position, product_id);
create index listed_products_dearest on listed_products (price_minor desc, position, product_id);
create index listed_products_by_name on listed_products (name, position, product_id);
create index listed_products_by_category on listed_products (category_id, price_minor);
create index listed_products_by_brand on listed_products (brand);
create index listed_products_choices on listed_products using gin (choices);

-- The JSON shape of a choice's count.
create function option_json(choice text, products integer) returns jsonb language sql stable as $$
    select jsonb_build_object('option', name, 'value', value, 'products', products, 'swatch', (
        select min(s.swatch) from product_option_values s
        where s.name = split.name and s.value = split.value and s.swatch is not null))
    from (select split_part(choice, E'\x1f', 1) as name, split_part(choice, E'\x1f', 2) as value) split
$$;

-- How many products each value of a facet has in each category of its own; sums of what is here. Changes
-- only add rows, so that nobody waits for a count that somebody else is changing; a job folds them.
create table listing_counts (
    category_id uuid,
    kind text not null check (kind in ('all', 'in_stock', 'brand', 'choice')),
    value text not null,
    products integer not null
);
create index listing_counts_by_category on listing_counts (category_id, kind);

-- What a product counts as.
create function counted_as(brand text, choices text[], in_stock boolean) returns table (kind text, value text)
    language sql immutable as $$
    select 'all', ''
    union all select 'in_stock', '' where in_stock
    union all select 'brand', brand where brand is not null
    union all select 'choice', choice from unnest(choices) choice
$$;

create function count_listed() returns trigger language plpgsql as $$
begin
    insert into listing_counts (category_id, kind, value, products)
    select n.category_id, c.kind, c.value, count(*)
    from new_rows n cross join lateral counted_as(n.brand, n.choices, n.in_stock) c
    group by n.category_id, c.kind, c.value;
    return null;
end $$;
create function count_relisted() returns trigger language plpgsql as $$
begin
    insert into listing_counts (category_id, kind, value, products)
    select category_id, kind, value, sum(products)
    from (
        select n.category_id, c.kind, c.value, 1 as products
        from new_rows n cross join lateral counted_as(n.brand, n.choices, n.in_stock) c
        union all
        select o.category_id, c.kind, c.value, -1
        from old_rows o cross join lateral counted_as(o.brand, o.choices, o.in_stock) c) changed
    group by category_id, kind, value having sum(products) <> 0;
    return null;
end $$;
create function count_unlisted() returns trigger language plpgsql as $$
begin
    insert into listing_counts (category_id, kind, value, products)
    select o.category_id, c.kind, c.value, -count(*)
    from old_rows o cross join lateral counted_as(o.brand, o.choices, o.in_stock) c
    group by o.category_id, c.kind, c.value;
    return null;
end $$;
create trigger listed_products_counted after insert on listed_products
    referencing new table as new_rows for each statement execute function count_listed();
create trigger listed_products_recounted after update on listed_products
    referencing old table as old_rows new table as new_rows for each statement execute function count_relisted();
create trigger listed_products_discounted after delete on listed_products
    referencing old table as old_rows for each statement execute function count_unlisted();

-- Adds up what changes have left, once that is more than it says.
create function fold_listing_counts() returns void language sql as $$
    with long as (select count(*) > 2 * count(distinct (category_id, kind, value)) as is_long from listing_counts),
    taken as (delete from listing_counts where (select is_long from long) returning *)
    insert into listing_counts (category_id, kind, value, products)
    select category_id, kind, value, sum(products) from taken
    group by category_id, kind, value having sum(products) <> 0
$$;

-- Lists these products as they are now. Whoever changes a product holds its row, so that two changes of one
-- product list it one after the other.
create function list_products(ids uuid[]) returns void language sql as $$
    delete from listed_products l where l.product_id = any (ids) and not exists (
        select from products p join product_variants v on v.product_id = p.id
        where p.id = l.product_id and p.status = 'active');
    insert into listed_products as l (product_id, category_id, brand, price_minor, position, name, created_at,
        choices, choices_in_stock, in_stock)
    select p.id, p.category_id, p.brand, p.price_minor, p.position, plain(p.name), p.created_at,
        array(select distinct c from product_variants v cross join unnest(v.choices) c
              where v.product_id = p.id order by c),
        array(select distinct c from product_variants v cross join unnest(v.choices) c
              where v.product_id = p.id and v.in_stock order by c),
        exists (select from product_variants v where v.product_id = p.id and v.in_stock)
    from products p
    where p.id = any (ids) and p.status = 'active'
      and exists (select from product_variants v where v.product_id = p.id)
    on conflict (product_id) do update set category_id = excluded.category_id, brand = excluded.brand,
        price_minor = excluded.price_minor, position = excluded.position, name = excluded.name,
        created_at = excluded.created_at, choices = excluded.choices,
        choices_in_stock = excluded.choices_in_stock, in_stock = excluded.in_stock
    where (l.*) is distinct from (excluded.*);
$$;

create function list_saved_products() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        perform list_products(array(select id from new_rows));
    else
        perform list_products(array(
            select n.id from new_rows n join old_rows o on o.id = n.id
            where (n.status, n.category_id, n.brand, n.price_minor, n.position, n.name, n.created_at)
                is distinct from
                (o.status, o.category_id, o.brand, o.price_minor, o.position, o.name, o.created_at)));
    end if;
    return null;
end $$;
create trigger products_listed after insert on products
    referencing new table as new_rows for each statement execute function list_saved_products();
create trigger products_relisted after update on products
    referencing old table as old_rows new table as new_rows for each statement execute function list_saved_products();

create function list_saved_variants() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        perform list_products(array(
            select distinct n.product_id from new_rows n join old_rows o on o.id = n.id
            where (n.options, n.in_stock) is distinct from (o.options, o.in_stock)));
    else
        perform list_products(array(select distinct product_id from changed_rows));
    end if;
    return null;
end $$;
create trigger product_variants_listed after insert on product_variants
    referencing new table as changed_rows for each statement execute function list_saved_variants();
create trigger product_variants_unlisted after delete on product_variants
    referencing old table as changed_rows for each statement execute function list_saved_variants();
create trigger product_variants_relisted after update on product_variants
    referencing old table as old_rows new table as new_rows for each statement execute function list_saved_variants();

select list_products(array(select id from products));
