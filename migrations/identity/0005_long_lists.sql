-- Staff among many customers; 1 is the role of customers.
create index user_roles_of_staff on user_roles (user_id) where role_id <> 1;
