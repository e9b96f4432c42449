-- Founding tables: orders, order_items, order_status_history.
create extension if not exists pg_trgm;

create table orders (
    id                 uuid primary key,
    number             text not null unique,
    checkout_id        uuid not null unique,
    cart_id            uuid not null,
    payment_id         uuid not null,
    user_id            uuid,
    email              text not null,
    language           text not null,
    order_date         timestamptz not null default now(),
    order_status       text not null check (order_status in ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    payment_status     text not null check (payment_status in ('unpaid', 'authorised', 'paid', 'partially_refunded', 'refunded', 'voided')),
    currency           text not null check (currency ~ '^[A-Z]{3}$'),
    subtotal_minor     bigint not null check (subtotal_minor >= 0),
    shipping_minor     bigint not null check (shipping_minor >= 0),
    tax_minor          bigint not null,
    tax_rate_bp        integer not null check (tax_rate_bp between 0 and 10000),
    total_amount_minor bigint not null,
    refunded_minor     bigint not null default 0,
    units              integer not null check (units > 0),
    shipping_method    text not null,
    address            jsonb not null,
    note               text not null,
    -- What the back office searches in.
    search             text not null generated always as (lower(number || ' ' || email || ' ' || coalesce(address ->> 'name', ''))) stored,
    constraint total_is_subtotal_and_shipping check (total_amount_minor = subtotal_minor + shipping_minor),
    constraint tax_is_contained check (tax_minor between 0 and total_amount_minor),
    constraint refunded_within_total check (refunded_minor between 0 and total_amount_minor)
);
create index orders_newest on orders (order_date desc, id desc);
create index orders_by_total on orders (total_amount_minor, id);
create index orders_by_status on orders (order_status, order_date desc, id desc);
create index orders_by_payment_status on orders (payment_status, order_date desc, id desc);
create index orders_by_user on orders (user_id, order_date desc, id desc);
create index orders_by_words on orders using gin (search gin_trgm_ops);

create table order_items (
    id               uuid primary key,
    order_id         uuid not null references orders (id) on delete cascade,
    position         integer not null,
    product_id       uuid not null,
    variant_id       uuid not null,
    sku              text not null,
    name             text not null,
    choices          text not null,
    picture_url      text,
    weight_g         integer not null check (weight_g >= 0),
    quantity         integer not null check (quantity between 1 and 999),
    unit_price_minor bigint not null check (unit_price_minor >= 0),
    subtotal_minor   bigint not null,
    shipped          integer not null default 0,
    refunded         integer not null default 0,
    constraint subtotal_is_quantity_times_price check (subtotal_minor = quantity * unit_price_minor),
    constraint shipped_within_quantity check (shipped between 0 and quantity),
    constraint refunded_within_quantity check (refunded between 0 and quantity),
    unique (order_id, position)
);

create table order_status_history (
    history_id bigint generated always as identity primary key,
    order_id   uuid not null references orders (id) on delete cascade,
    status     text not null check (status in ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')),
    changed_at timestamptz not null default now(),
    reason     text not null,
    actor      text not null
);
create index order_status_history_by_order on order_status_history (order_id, history_id);

-- Shipments and refunds that were recorded, so that each counts once.
create table order_movements (
    kind        text not null check (kind in ('shipment', 'refund')),
    reference   uuid not null,
    order_id    uuid not null references orders (id) on delete cascade,
    recorded_at timestamptz not null default now(),
    primary key (kind, reference)
);
create index order_movements_by_order on order_movements (order_id);
