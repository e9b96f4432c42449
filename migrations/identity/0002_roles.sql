-- The roles and what each may do. Permissions are named as in the contracts.
insert into roles (id, role_name, description) values
    (1, 'customer', 'Shops; never opens the back office'),
    (2, 'support', 'Helps customers: looks at orders, people, mails, products and stock'),
    (3, 'manager', 'Runs the shop: everything but operating the system, API keys and the audit log'),
    (4, 'administrator', 'May do everything');

insert into role_permissions (role_id, permission)
select 2, unnest(array['view_orders', 'view_customers', 'view_notifications', 'view_catalog', 'view_stock']);

insert into role_permissions (role_id, permission)
select 3, unnest(array[
    'view_catalog', 'edit_catalog', 'view_stock', 'adjust_stock', 'view_orders', 'ship_orders', 'cancel_orders',
    'capture_payments', 'refund_payments', 'view_customers', 'view_notifications', 'edit_notifications',
    'view_analytics']);

insert into role_permissions (role_id, permission)
select 4, permission from role_permissions where role_id = 3;

insert into role_permissions (role_id, permission)
select 4, unnest(array['view_audit', 'operate_system', 'manage_api_keys']);
