-- Founding tables: payments, refunds. A card's number is never stored.
create extension if not exists pg_trgm;

create table payments (
    id                       uuid primary key,
    order_id                 uuid,
    checkout_id              uuid not null,
    payment_method           text not null check (payment_method in ('test_card', 'card')),
    method_label             text not null default '',
    amount_minor             bigint not null check (amount_minor > 0),
    currency                 text not null check (currency ~ '^[A-Z]{3}$'),
    payment_status           text not null
        check (payment_status in ('created', 'requires_action', 'authorised', 'captured', 'failed', 'voided')),
    transaction_date         timestamptz not null default now(),
    payment_gateway_response jsonb,
    gateway                  text not null check (gateway in ('test', 'stripe')),
    gateway_reference        text unique,
    captured_minor           bigint not null default 0,
    refunded_minor           bigint not null default 0,
    action_url               text,
    decline_message          text,
    search                   text not null generated always as (
        id::text || ' ' || coalesce(order_id::text, '') || ' ' || lower(coalesce(gateway_reference, '') || ' ' || method_label)
    ) stored,
    constraint captured_within_amount check (captured_minor between 0 and amount_minor),
    constraint refunded_within_captured check (refunded_minor between 0 and captured_minor),
    constraint only_captured_has_an_amount check ((payment_status = 'captured') = (captured_minor > 0))
);
-- Paying twice for one checkout is impossible, whoever tries.
create unique index one_live_payment_per_checkout on payments (checkout_id)
    where payment_status not in ('failed', 'voided');
create index payments_by_checkout on payments (checkout_id);
create index payments_by_order on payments (order_id, transaction_date);
create index payments_newest on payments (transaction_date desc, id desc);
create index payments_by_words on payments using gin (search gin_trgm_ops);

create table refunds (
    id                  uuid primary key,
    payment_id          uuid not null references payments (id) on delete cascade,
    refund_amount_minor bigint not null check (refund_amount_minor > 0),
    refund_date         timestamptz not null default now(),
    refund_status       text not null check (refund_status in ('pending', 'processed', 'failed')),
    reason              text not null,
    memo                text not null,
    gateway_reference   text unique
);
create index refunds_by_payment on refunds (payment_id, refund_date);
create index refunds_pending on refunds (refund_date) where refund_status = 'pending';

-- Every call to the gateway, stored before it is made: an answer that is lost is asked for again with the
-- same key, so that nothing is done twice.
create table gateway_calls (
    idempotency_key text primary key,
    payment_id      uuid not null references payments (id) on delete cascade,
    operation       text not null check (operation in ('authorise', 'capture', 'void', 'refund')),
    request         jsonb not null,
    response        jsonb,
    called_at       timestamptz not null default now(),
    answered_at     timestamptz
);
create index gateway_calls_by_payment on gateway_calls (payment_id);
create index gateway_calls_unanswered on gateway_calls (called_at) where answered_at is null;

create table webhook_events (
    event_id    text primary key,
    received_at timestamptz not null default now()
);
