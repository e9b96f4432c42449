-- Answers to requests that may be sent again. Kept in Postgres, so that any process replays them.
create table messaging.idempotency_keys (
    -- SHA-256 of client, address and key: neither is told by a look at the table.
    id          text primary key,
    -- SHA-256 of the body: another body under the same key is a mistake of the client.
    fingerprint text not null,
    -- None while the first request is being worked on.
    status      smallint check (status between 200 and 599),
    -- Sealed with a key that only the client's request holds: answers may carry tokens.
    body        bytea,
    claimed_at  timestamptz not null default now(),
    check ((status is null) = (body is null))
);
create index idempotency_keys_by_age on messaging.idempotency_keys (claimed_at);
