-- Until when and from where a key may be used, and where it was used last.
alter table api_keys
    add column expires_at timestamptz,
    -- Networks (CIDR); everywhere when empty.
    add column networks text[] not null default '{}',
    add column last_used_from text;
