-- Until when the gateway's own list of events was read: what it told while nobody listened is in there.
create table gateway_cursors (
    gateway    text primary key,
    seen_until timestamptz not null,
    read_at    timestamptz not null default now()
);
