-- Storefront listings are not filled: the back office looks at the products themselves.
alter table products disable trigger user;
alter table product_variants disable trigger user;
insert into products (id, name, price_minor, currency, brand, sku, slug, status, category_id, lookup, created_at, updated_at)
select {id}, (array['Teapot', 'Mug', 'Bowl', 'Plate', 'Vase', 'Tray', 'Jug', 'Cup'])[1 + {h} % 8] || ' ' || n,
    100 + {h} % 50000, 'EUR', 'Brand ' || {h} % 50, 'BENCH-' || n || '-0', 'bench-' || n,
    case when {h} % 1000 = 0 then 'draft' when {h} % 1000 <= 30 then 'archived' else 'active' end,
    (array(select id from categories order by id))[1 + {h} % (select greatest(count(*), 1) from categories)::integer],
    lower((array['Teapot', 'Mug', 'Bowl', 'Plate', 'Vase', 'Tray', 'Jug', 'Cup'])[1 + {h} % 8] || ' ' || n || E'\n'
        || 'BENCH-' || n || '-0'),
    {at}, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
insert into product_variants (id, product_id, sku, price_minor, currency, weight_g, position, in_stock)
select {id}, {id}, 'BENCH-' || n || '-0', 100 + {h} % 50000, 'EUR', 100, 1, {h} % 20 > 0
from generate_series({from}::bigint, {to}::bigint) as n;
alter table product_variants enable trigger user;
alter table products enable trigger user;
