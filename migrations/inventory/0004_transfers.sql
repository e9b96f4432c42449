-- Units that move from one warehouse to another: what is to go, what is under way, what has come.
create table stock_transfers (
    transfer_id uuid primary key,
    -- What people call it by: T-12.
    number bigint generated always as identity unique,
    from_warehouse_id uuid not null references warehouses,
    to_warehouse_id uuid not null references warehouses,
    status varchar(20) not null default 'draft'
        check (status in ('draft', 'in_transit', 'partly_received', 'received', 'cancelled')),
    note varchar(500) not null default '',
    created_by varchar(320) not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- When the units left; a draft that is cancelled never did.
    sent_at timestamptz,
    ended_at timestamptz,
    cancelled_because varchar(500) not null default '',
    constraint between_two_warehouses check (from_warehouse_id <> to_warehouse_id),
    constraint sent_unless_a_draft check (
        case status when 'draft' then sent_at is null when 'cancelled' then true else sent_at is not null end
    ),
    constraint ended_when_over check ((status in ('received', 'cancelled')) = (ended_at is not null))
);

create index stock_transfers_newest on stock_transfers (created_at desc, transfer_id desc);
create index stock_transfers_by_status on stock_transfers (status, created_at desc, transfer_id desc);
create index stock_transfers_from on stock_transfers (from_warehouse_id, status);
create index stock_transfers_to on stock_transfers (to_warehouse_id, status);

-- The rows are those of the warehouse that the units leave.
create table stock_transfer_lines (
    transfer_id uuid not null references stock_transfers on delete cascade,
    inventory_id uuid not null references inventory,
    variant_id uuid not null,
    quantity integer not null check (quantity between 1 and 1000000),
    received integer not null default 0 check (received >= 0),
    returned integer not null default 0 check (returned >= 0),
    primary key (transfer_id, inventory_id),
    constraint no_more_arrives_than_left check (received + returned <= quantity)
);

create index stock_transfer_lines_by_inventory on stock_transfer_lines (inventory_id);
create index stock_transfer_lines_by_variant on stock_transfer_lines (variant_id);

-- Which arrivals were booked: one that is told again brings nothing twice.
create table stock_transfer_receipts (
    receipt_id uuid primary key,
    transfer_id uuid not null references stock_transfers,
    units integer not null check (units > 0),
    received_by varchar(320) not null,
    received_at timestamptz not null default now()
);

create index stock_transfer_receipts_by_transfer on stock_transfer_receipts (transfer_id, received_at);
