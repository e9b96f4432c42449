-- When a product comes on sale by itself, and when it goes off it. What is done is taken out.
create table product_schedules (
    product_id uuid primary key references products (id) on delete cascade,
    publish_at timestamptz,
    unpublish_at timestamptz,
    check (publish_at is not null or unpublish_at is not null),
    constraint product_schedules_in_order check (publish_at < unpublish_at)
);
create index product_schedules_due on product_schedules (least(publish_at, unpublish_at));
