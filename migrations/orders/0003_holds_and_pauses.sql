-- Units that a parcel or a refund under way has taken: nobody else can send or refund them.
alter table order_items
    add column sending   integer not null default 0,
    add column refunding integer not null default 0,
    add constraint sent_within_quantity check (sending >= 0 and shipped + sending <= quantity),
    add constraint paid_back_within_quantity check (refunding >= 0 and refunded + refunding <= quantity);

create table order_holds (
    kind      text not null check (kind in ('shipment', 'refund')),
    reference uuid not null,
    order_id  uuid not null references orders (id) on delete cascade,
    held_at   timestamptz not null default now(),
    primary key (kind, reference)
);
create index order_holds_by_order on order_holds (order_id);
create index order_holds_by_age on order_holds (held_at);

create table order_hold_lines (
    kind      text not null,
    reference uuid not null,
    item_id   uuid not null references order_items (id) on delete cascade,
    units     integer not null check (units > 0),
    primary key (kind, reference, item_id),
    foreign key (kind, reference) references order_holds (kind, reference) on delete cascade
);
create index order_hold_lines_by_item on order_hold_lines (item_id);

-- When a run that failed is tried again at the earliest.
alter table checkouts add column next_attempt_at timestamptz not null default now();
create index checkouts_failing on checkouts (attempts) where attempts > 0 and state not in ('completed', 'abandoned', 'stuck');
