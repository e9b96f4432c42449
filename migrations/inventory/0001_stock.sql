-- Where stock is, how much there is, what is held for whom, and every movement of it.

create table warehouses (
    warehouse_id uuid primary key,
    name varchar(100) not null unique check (name <> ''),
    location varchar(255) not null default '',
    -- Units it can hold; unlimited when null.
    capacity integer check (capacity >= 0),
    contact_info varchar(255) not null default '',
    -- Reservations take from the lowest number first.
    priority integer not null default 0
);

insert into warehouses (warehouse_id, name, location, contact_info, priority)
values ('01980000-0000-7000-8000-000000000001', 'Main warehouse', 'Hamburg', '', 0);

create table inventory (
    inventory_id uuid primary key,
    product_id uuid not null,
    warehouse_id uuid not null references warehouses,
    quantity_available integer not null default 0 check (quantity_available >= 0),
    reserved_quantity integer not null default 0 check (reserved_quantity >= 0),
    updated_at timestamptz not null default now(),
    variant_id uuid not null,
    -- Copies of the catalogue's, as of the moment below: an event that comes late must not undo a newer one.
    sku varchar(64) not null,
    name text not null,
    catalog_as_of timestamptz not null,
    low_stock_threshold integer not null default 5 check (low_stock_threshold >= 0),
    unique (variant_id, warehouse_id)
);

create index inventory_by_product on inventory (product_id);
create index inventory_by_warehouse on inventory (warehouse_id);
create index inventory_by_sku on inventory (sku, inventory_id);
create index inventory_by_name on inventory (name, inventory_id);
create index inventory_by_available on inventory (quantity_available, inventory_id);
create index inventory_by_update on inventory (updated_at, inventory_id);
create index inventory_low on inventory (sku) where quantity_available <= low_stock_threshold;

-- The ledger. The changes of a row add up to its quantity_available; those of type reservation and
-- release add up to minus its reserved_quantity. A sale therefore is a release and a sale.
create table inventory_transactions (
    transaction_id bigint generated always as identity primary key,
    inventory_id uuid not null references inventory,
    change_quantity integer not null,
    -- Available units after the change.
    balance integer not null check (balance >= 0),
    transaction_type varchar(50) not null,
    transaction_date timestamptz not null default now(),
    reference text not null,
    actor text not null,
    constraint inventory_transactions_direction check (
        case
            when transaction_type in ('restock', 'release', 'return') then change_quantity > 0
            when transaction_type in ('reservation', 'sale') then change_quantity < 0
            when transaction_type = 'adjustment' then change_quantity <> 0
            else false
        end
    )
);

create index inventory_transactions_by_inventory on inventory_transactions (inventory_id, transaction_id desc);

create function inventory_transactions_are_final() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only: correct it with another entry';
end
$$;

create trigger inventory_transactions_append_only
    before update or delete or truncate on inventory_transactions
    for each statement execute function inventory_transactions_are_final();

-- One per checkout, under the checkout's id.
create table reservations (
    reservation_id uuid primary key,
    status varchar(50) not null check (status in ('held', 'confirmed', 'released', 'expired')),
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create index reservations_due on reservations (expires_at) where status = 'held';

create table reservation_lines (
    reservation_id uuid not null references reservations on delete cascade,
    inventory_id uuid not null references inventory,
    variant_id uuid not null,
    quantity integer not null check (quantity > 0),
    primary key (reservation_id, inventory_id)
);

create index reservation_lines_by_inventory on reservation_lines (inventory_id);

-- Which refunds and cancellations have brought their units back.
create table stock_returns (
    reference uuid primary key,
    order_id uuid not null,
    returned_at timestamptz not null default now()
);

create index stock_returns_by_order on stock_returns (order_id);
