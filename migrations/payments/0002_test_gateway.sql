-- The ledger of the built-in test gateway. It stands for another party: nothing but the gateway reads it,
-- and it never shares a transaction with the tables of payments. It holds what a card does, not its number.
create schema test_gateway;

create table test_gateway.charges (
    id              text primary key,
    idempotency_key text not null unique,
    payment_id      uuid not null unique,
    amount_minor    bigint not null check (amount_minor > 0),
    currency        text not null,
    label           text not null,
    behaviour       text not null,
    standing        text not null check (standing in ('requires_action', 'authorised', 'captured', 'declined', 'voided')),
    message         text,
    created_at      timestamptz not null default now()
);

create table test_gateway.captures (
    idempotency_key text primary key,
    charge_id       text not null unique references test_gateway.charges (id),
    amount_minor    bigint not null check (amount_minor > 0),
    captured_at     timestamptz not null default now()
);

create table test_gateway.refunds (
    id              text primary key,
    idempotency_key text not null unique,
    charge_id       text not null references test_gateway.charges (id),
    amount_minor    bigint not null check (amount_minor > 0),
    status          text not null check (status in ('pending', 'succeeded', 'failed')),
    created_at      timestamptz not null default now()
);
create index refunds_by_charge on test_gateway.refunds (charge_id);
