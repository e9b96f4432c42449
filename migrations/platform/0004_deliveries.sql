-- Which consumer applied an event and which did not, while not all of them did: one that fails neither
-- holds up the others nor has them apply the event again.
create table messaging.deliveries (
    event_id   uuid not null references messaging.outbox (id) on delete cascade,
    consumer   text not null,
    status     text not null check (status in ('applied', 'waiting', 'dead')),
    -- Tries that failed.
    attempts   integer not null default 0 check (attempts >= 0),
    last_error text,
    primary key (event_id, consumer),
    constraint a_failure_says_why check (status = 'applied' or last_error is not null)
);

-- What caused the work, for following one click through logs and mail.
alter table messaging.jobs add column request_id text;
create index jobs_dead on messaging.jobs (created_at desc, id desc) where status = 'dead';
