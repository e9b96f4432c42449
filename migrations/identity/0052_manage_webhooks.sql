-- Who may have machines of others told what happens in the shop.
insert into role_permissions (role_id, permission) values (4, 'manage_webhooks');
