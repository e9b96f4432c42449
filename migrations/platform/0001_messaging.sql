-- What every service database has beside its own tables: outgoing events, applied events, jobs.
create schema if not exists messaging;

create table messaging.outbox (
    id            uuid primary key,
    service       text not null,
    name          text not null,
    aggregate     uuid not null,
    payload       jsonb not null,
    request_id    text,
    created_at    timestamptz not null default now(),
    status        text not null default 'new' check (status in ('new', 'delivered', 'dead')),
    attempts      integer not null default 0,
    available_at  timestamptz not null default now(),
    delivered_at  timestamptz,
    last_error    text
);
-- Claimed by status, never by a high-water id: ids are ordered by minting, not by commit.
create index outbox_waiting on messaging.outbox (available_at, id) where status = 'new';
create index outbox_by_status on messaging.outbox (status, created_at desc);

create table messaging.inbox (
    consumer   text not null,
    event_id   uuid not null,
    applied_at timestamptz not null default now(),
    primary key (consumer, event_id)
);
create index inbox_by_age on messaging.inbox (applied_at);

create table messaging.jobs (
    id           uuid primary key,
    kind         text not null,
    payload      jsonb not null,
    unique_key   text unique,
    status       text not null default 'waiting' check (status in ('waiting', 'dead')),
    run_at       timestamptz not null,
    attempts     integer not null default 0,
    last_error   text,
    created_at   timestamptz not null default now()
);
create index jobs_waiting on messaging.jobs (run_at) where status = 'waiting';

-- Wakes the relay at commit, so that events travel at once and polling is only the safety net.
create function messaging.announce() returns trigger language plpgsql as $$
begin
    perform pg_notify('messaging', tg_table_name);
    return null;
end
$$;
create trigger outbox_announce after insert on messaging.outbox
    for each statement execute function messaging.announce();
create trigger jobs_announce after insert on messaging.jobs
    for each statement execute function messaging.announce();
