-- Who may give roles, block people and read the mails that open accounts.
insert into role_permissions (role_id, permission) values (4, 'manage_staff');
update roles set description = 'Runs the shop: everything but the staff, operating the system, API keys and the audit log'
where id = 3;

-- Wrong passwords by account and by the network they came from, so that nobody is kept out by what others try
-- elsewhere. Takes the place of log_in_failures.
create table failed_log_ins (
    email          text not null check (char_length(email) <= 255),
    -- `192.0.2.0/24`, `2001:db8::/64`; empty when it is not known, `signed-in` for who had logged in already.
    network        text not null check (char_length(network) <= 64),
    failures       integer not null check (failures > 0),
    last_failed_at timestamptz not null default now(),
    primary key (email, network)
);
create index failed_log_ins_by_age on failed_log_ins (last_failed_at);
