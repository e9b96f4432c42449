-- Whose days count, as orders told it last: one row, and none until somebody changes it.
create table shop_zone (
    is_only   boolean primary key default true check (is_only),
    -- When it was told, and as which version: an older event changes nothing.
    told_at   timestamptz not null,
    version   integer not null check (version > 0),
    -- An IANA name.
    time_zone text not null check (char_length(time_zone) between 1 and 60)
);

-- After how many days the log forgets an event: one row, and none until somebody changes what the environment says.
create table log_retention (
    is_only    boolean primary key default true check (is_only),
    version    integer not null check (version > 0),
    days       integer not null check (days between 90 and 3650),
    changed_at timestamptz not null default now()
);

-- Hours are the shop's: in some zones they begin at half past, or at a quarter to.
alter table aggregated_metrics drop constraint aggregated_metrics_bucket_start_check;
alter table aggregated_metrics
    add constraint bucket_starts_with_a_quarter check (mod(extract(epoch from bucket_start)::bigint, 900) = 0) not valid;

comment on table product_sales is
    'What was sold of each product on each day, gross, without orders that were cancelled, before refunds. Days are those of the time zone that the shop was in when it was counted.';
