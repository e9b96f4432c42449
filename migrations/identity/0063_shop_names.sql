-- What the shop is called, as orders told it last: authenticator apps and passkeys show it. One row, and none until
-- somebody changes it.
create table shop_names (
    is_only boolean primary key default true check (is_only),
    name    text not null check (char_length(name) between 1 and 60),
    -- When it was told, and as which version: an older event changes nothing.
    told_at timestamptz not null,
    version integer not null check (version > 0)
);
