alter table roles validate constraint roles_plain_name;
alter table roles validate constraint roles_description_length;
