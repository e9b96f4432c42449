-- What a merchant decided about what stands beside a product; it wins over what was computed.
create table recommendation_rules (
    product_id uuid not null,
    other_id   uuid not null,
    kind       text not null check (kind in ('pin', 'exclude')),
    -- Pins stand in this order.
    position   bigint generated always as identity,
    made_at    timestamptz not null default now(),
    primary key (product_id, other_id),
    constraint beside_another_product check (product_id <> other_id)
);
