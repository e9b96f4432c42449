-- What the gateways sign with at their doors: tickets for work, and when forms were rendered. A ticket is worth nothing
-- after a day, so that whoever reads the key gains no account by it.
create table door_keys (
    only_one boolean primary key default true check (only_one),
    key      bytea not null check (octet_length(key) = 32),
    made_at  timestamptz not null default now()
);
