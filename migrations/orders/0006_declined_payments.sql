-- Payments that were declined, by who tried them: an account, a cart, a network. Whoever tries one card after the
-- other is stopped by any process of the shop, and after a restart, too.
create table declined_payments (
    payer       text not null check (payer <> ''),
    checkout_id uuid not null references checkouts (id) on delete cascade,
    declined_at timestamptz not null default now(),
    -- However often a run hears of it, it is one declined payment.
    primary key (payer, checkout_id)
);
create index declined_payments_by_payer on declined_payments (payer, declined_at);
create index declined_payments_by_age on declined_payments (declined_at);
create index declined_payments_by_checkout on declined_payments (checkout_id);
