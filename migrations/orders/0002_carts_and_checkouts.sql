-- Carts before an order, and the record of each run of the checkout flow.
create table carts (
    id         uuid primary key,
    user_id    uuid unique,
    token_hash text unique,
    draft      jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint a_cart_is_somebodys check ((user_id is null) <> (token_hash is null))
);
create index carts_of_guests_by_age on carts (updated_at) where user_id is null;

create table cart_items (
    cart_id    uuid not null references carts (id) on delete cascade,
    variant_id uuid not null,
    quantity   integer not null check (quantity between 1 and 999),
    added_at   timestamptz not null default clock_timestamp(),
    primary key (cart_id, variant_id)
);

create table checkouts (
    id              uuid primary key,
    cart_id         uuid not null,
    idempotency_key text not null,
    state           text not null check (state in ('started', 'stock_reserved', 'awaiting_payer', 'authorised', 'placed',
                                                   'confirmed', 'completed', 'undoing', 'abandoned', 'stuck')),
    data            jsonb not null,
    attempts        integer not null default 0 check (attempts >= 0),
    failure         text,
    order_id        uuid references orders (id),
    started_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    constraint one_run_per_key unique (cart_id, idempotency_key)
);
create index checkouts_under_way on checkouts (updated_at) where state not in ('completed', 'abandoned', 'stuck');
create index checkouts_stuck on checkouts (updated_at) where state = 'stuck';
create index checkouts_by_order on checkouts (order_id);

-- What a run went through, for people who have to understand one.
create table checkout_steps (
    step_id     bigint generated always as identity primary key,
    checkout_id uuid not null references checkouts (id) on delete cascade,
    from_state  text,
    to_state    text not null,
    at          timestamptz not null default now(),
    note        text
);
create index checkout_steps_by_checkout on checkout_steps (checkout_id, step_id);

-- Standard VAT rates of the European Union, basis points (EU VAT rates data of 29 September 2026).
-- A destination without a row is outside the union: exported without VAT.
create table tax_rates (
    country text primary key check (country ~ '^[A-Z]{2}$'),
    rate_bp integer not null check (rate_bp between 0 and 10000)
);
insert into tax_rates (country, rate_bp) values
    ('AT', 2000), ('BE', 2100), ('BG', 2000), ('CY', 1900), ('CZ', 2100), ('DE', 1900), ('DK', 2500),
    ('EE', 2400), ('ES', 2100), ('FI', 2550), ('FR', 2000), ('GR', 2400), ('HR', 2500), ('HU', 2700),
    ('IE', 2300), ('IT', 2200), ('LT', 2100), ('LU', 1700), ('LV', 2100), ('MC', 2000), ('MT', 1800),
    ('NL', 2100), ('PL', 2300), ('PT', 2300), ('RO', 2100), ('SE', 2500), ('SI', 2200), ('SK', 2300);
