-- What the back office searches in: name and SKUs, in small letters, each on a line of its own.
alter table products add column lookup text not null default '';

-- Writes what the searches look at, after a product or its category changed.
create or replace function index_products(ids uuid[]) returns void language sql as $$
    update products p set
        label = plain(concat_ws(' ', p.name, p.brand, category.words)),
        lookup = lower(concat_ws(E'\n', p.name, variants.lines)),
        search = setweight(to_tsvector('english', plain(p.name)), 'A')
            || setweight(to_tsvector('english', plain(concat_ws(' ', p.brand, variants.skus))), 'B')
            || setweight(to_tsvector('english', plain(concat_ws(' ', category.words, facts.words, variants.choices))), 'C')
            || setweight(to_tsvector('english', plain(p.description)), 'D')
    from products self
    cross join lateral (
        select string_agg(step ->> 'name', ' ') as words
        from jsonb_array_elements(category_path(self.category_id)) step) category
    cross join lateral (
        select string_agg(a.attribute_value, ' ') as words
        from product_attributes a where a.product_id = self.id) facts
    cross join lateral (
        select string_agg(distinct v.sku, ' ') as skus, string_agg(distinct v.sku, E'\n') as lines,
            string_agg(distinct o ->> 'value', ' ') as choices
        from product_variants v left join jsonb_array_elements(v.options) o on true
        where v.product_id = self.id) variants
    where self.id = any (ids) and p.id = self.id
$$;

update products p set lookup = lower(concat_ws(E'\n', p.name, (
    select string_agg(v.sku, E'\n') from product_variants v where v.product_id = p.id)));

create index products_lookup on products using gin (lookup gin_trgm_ops);
create index products_by_name on products (name, id);
create index products_by_price on products (price_minor, id);
create index products_by_status on products (status, updated_at desc, id);

-- A video lies wherever its address says; its poster lies where pictures lie.
alter table product_media add constraint product_media_video_address
    check (media_type <> 'video' or url ~ '^(https://|/)[^/]');
