-- Who may say where is shipped to, what that costs and how it is taxed: whoever sets prices.
insert into role_permissions (role_id, permission) values (3, 'manage_settings'), (4, 'manage_settings')
on conflict do nothing;
