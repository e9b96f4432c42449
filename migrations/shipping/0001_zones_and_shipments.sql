-- Parcels and what happened to them; zones, methods and rates.

create table shipments (
    shipment_id uuid primary key,
    order_id uuid not null,
    carrier varchar(100) not null check (carrier <> ''),
    tracking_number varchar(100) unique check (tracking_number <> ''),
    shipment_status varchar(50) not null
        check (shipment_status in ('pending', 'in_transit', 'delivered', 'returned', 'cancelled')),
    estimated_delivery date,
    shipped_date timestamptz,
    created_at timestamptz not null default now(),
    order_number varchar(40) not null,
    constraint shipments_left_before_they_arrive
        check (shipment_status in ('pending', 'cancelled') or shipped_date is not null)
);

create index shipments_by_order on shipments (order_id, created_at);
create index shipments_newest on shipments (created_at desc, shipment_id);

create table shipment_lines (
    shipment_id uuid not null references shipments on delete cascade,
    order_item_id uuid not null,
    quantity integer not null check (quantity > 0),
    primary key (shipment_id, order_item_id)
);

-- Where each parcel went, as it was written on it.
create table addresses (
    address_id uuid primary key,
    order_id uuid not null,
    street varchar(255) not null,
    city varchar(100) not null,
    state varchar(100),
    postal_code varchar(20),
    country varchar(100) not null,
    shipment_id uuid not null unique references shipments on delete cascade,
    name varchar(100) not null,
    company varchar(100),
    street2 varchar(255),
    phone varchar(40)
);

create index addresses_by_order on addresses (order_id);

create table fulfillment_events (
    event_id bigint generated always as identity primary key,
    shipment_id uuid not null references shipments on delete cascade,
    event_type varchar(100) not null
        check (event_type in ('created', 'picked_up', 'in_transit', 'delivered', 'returned', 'cancelled')),
    event_timestamp timestamptz not null default now(),
    details text not null default ''
);

create index fulfillment_events_by_shipment on fulfillment_events (shipment_id, event_id);

create table zones (
    zone_id uuid primary key,
    name varchar(100) not null unique,
    position integer not null
);

-- A country belongs to one zone; one without a zone is not shipped to.
create table zone_countries (
    country char(2) primary key check (country ~ '^[A-Z]{2}$'),
    zone_id uuid not null references zones on delete cascade
);

create index zone_countries_by_zone on zone_countries (zone_id);

create table shipping_methods (
    method_id uuid primary key,
    zone_id uuid not null references zones on delete cascade,
    name varchar(100) not null,
    carrier varchar(100) not null,
    -- Working days.
    days_min integer not null check (days_min >= 0),
    days_max integer not null check (days_max >= days_min),
    currency char(3) not null,
    -- Gross subtotal, minor units, from which it costs nothing.
    free_from_minor bigint check (free_from_minor >= 0),
    unique (zone_id, name)
);

create table rate_tiers (
    method_id uuid not null references shipping_methods on delete cascade,
    -- Grams, inclusive.
    up_to_g integer not null check (up_to_g > 0),
    -- Gross, minor units of the method's currency.
    price_minor bigint not null check (price_minor >= 0),
    primary key (method_id, up_to_g)
);
