insert into warehouses (warehouse_id, name, location, priority)
values ('01900000-0000-7000-8000-0000000000b1', 'Bench', 'Lisbon', 9) on conflict do nothing;
insert into inventory (inventory_id, product_id, warehouse_id, variant_id, sku, name, catalog_as_of, quantity_available,
    updated_at)
select {id}, {id}, case when {h} % 1000 = 1 then '01900000-0000-7000-8000-0000000000b1'
        else '01980000-0000-7000-8000-000000000001' end::uuid,
    {id}, 'BENCH-' || n || '-0',
    (array['Teapot', 'Mug', 'Bowl', 'Plate', 'Vase', 'Tray', 'Jug', 'Cup'])[1 + {h} % 8] || ' ' || n, {at},
    case when {h} % 100 = 0 then {h} / 100 % 5 else 10 + {h} % 500 end, {at}
from generate_series({from}::bigint, {to}::bigint) as n;
insert into inventory_transactions (inventory_id, change_quantity, balance, transaction_type, transaction_date, reference, actor)
select {id}, 10, 10, 'restock', {at}, 'bench', 'system' from generate_series({from}::bigint, {to}::bigint) as n;
