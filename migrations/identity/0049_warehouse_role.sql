-- Who works between the shelves: sees orders and stock, sends parcels, and neither takes nor gives money.
insert into roles (id, role_name, description) values
    (5, 'warehouse', 'Picks, packs and sends: sees orders and stock, corrects stock');

insert into role_permissions (role_id, permission)
select 5, unnest(array['view_orders', 'ship_orders', 'view_stock', 'adjust_stock']);
