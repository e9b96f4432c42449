-- Where the gateway's book and ours disagreed, and what became of it. A row is written before anything is done
-- about it; its id makes the idempotency key of what is done.
create table payment_reconciliations (
    id               uuid primary key,
    kind             text not null check (kind in ('lost_answer', 'unknown_charge', 'late_success', 'second_charge',
        'wrong_amount', 'loose_money', 'unknown_refund', 'missing_refund')),
    charge_reference text not null,
    payment_id       uuid references payments (id) on delete set null,
    amount_minor     bigint not null check (amount_minor >= 0),
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    details          text not null,
    found_at         timestamptz not null default now(),
    action           text not null check (action in ('adopt', 'void', 'refund', 'person')),
    tried_at         timestamptz,
    resolved_at      timestamptz,
    outcome          text check (outcome in ('adopted', 'voided', 'refunded', 'agreed', 'closed')),
    note             text,
    constraint settled_somehow check ((resolved_at is null) = (outcome is null))
);
-- The same disagreement is one finding until it is settled.
create unique index one_open_finding_per_charge on payment_reconciliations (charge_reference, kind)
    where resolved_at is null;
create index reconciliations_newest on payment_reconciliations (found_at desc, id desc);
create index reconciliations_open on payment_reconciliations (found_at desc, id desc) where resolved_at is null;
create index reconciliations_by_payment on payment_reconciliations (payment_id);

-- Charges that their payers dispute, and banks' warnings that they will.
create table payment_disputes (
    id                uuid primary key,
    kind              text not null check (kind in ('dispute', 'fraud_warning')),
    gateway_reference text not null unique,
    charge_reference  text not null,
    payment_id        uuid references payments (id) on delete set null,
    amount_minor      bigint not null check (amount_minor >= 0),
    currency          text not null check (currency ~ '^[A-Z]{3}$'),
    reason            text not null,
    status            text not null,
    is_closed         boolean not null,
    evidence_due_at   timestamptz,
    opened_at         timestamptz not null,
    updated_at        timestamptz not null default now()
);
create index disputes_newest on payment_disputes (is_closed, evidence_due_at nulls last, opened_at desc, id desc);
create index disputes_by_payment on payment_disputes (payment_id);

-- When a call was last made: an answer that is missing for less than a minute may still be on its way.
alter table gateway_calls add column last_called_at timestamptz not null default now();
alter table gateway_calls add column times integer not null default 1 check (times > 0);
create index gateway_calls_unanswered_last on gateway_calls (last_called_at) where answered_at is null;

-- Money that nothing was bought for yet.
create index payments_without_order on payments (transaction_date, id)
    where order_id is null and payment_status not in ('failed', 'voided');

-- What the charge was for, as any gateway is told.
alter table test_gateway.charges add column checkout_id uuid;
