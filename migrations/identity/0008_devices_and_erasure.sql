-- Where accounts were opened, so that their owners are told when it happens elsewhere.
create table known_devices (
    user_id uuid not null references users on delete cascade,
    -- As its owner calls it: `Firefox on Windows`.
    device  text not null check (char_length(device) <= 64),
    -- `192.0.2.0/24`, `2001:db8::/64`; empty when it is not known.
    network text not null check (char_length(network) <= 64),
    seen_at timestamptz not null default now(),
    primary key (user_id, device, network)
);
create index known_devices_by_age on known_devices (seen_at);

-- An account that was erased tells of nobody, and no password opens it.
alter table users add constraint users_deleted_are_nobody check (
    status <> 'deleted'
    or (email = id || '@deleted.invalid' and username = 'Deleted account' and hashed_password = '$argon2id$')) not valid;
