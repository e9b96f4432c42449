-- Founding tables: user_interactions, recommendations. Beside them: which product a variant belongs to.
create table user_interactions (
    id               bigint generated always as identity primary key,
    user_id          uuid,
    product_id       uuid not null,
    interaction_type text not null check (interaction_type in ('view', 'add_to_cart', 'purchase')),
    order_id         uuid,
    "timestamp"      timestamptz not null default now(),
    check ((interaction_type = 'purchase') = (order_id is not null)),
    -- Two variants of a product in one order are one purchase of it.
    unique (order_id, product_id)
);
create index user_interactions_by_time on user_interactions ("timestamp");
create index user_interactions_by_user on user_interactions (user_id, "timestamp") where user_id is not null;
create index user_interactions_by_product on user_interactions (product_id);

create table recommendations (
    id                   uuid primary key default gen_random_uuid(),
    kind                 text not null check (kind in ('bought_together', 'popular', 'customer')),
    product_id           uuid,
    user_id              uuid,
    recommended_products uuid[] not null check (cardinality(recommended_products) > 0),
    generated_at         timestamptz not null default now(),
    algorithm_version    text not null,
    check ((kind = 'bought_together') = (product_id is not null)),
    check ((kind = 'customer') = (user_id is not null)),
    unique nulls not distinct (kind, product_id, user_id)
);

-- Fed by the catalogue: carts speak of variants, recommendations of products.
create table variant_products (
    variant_id uuid primary key,
    product_id uuid not null,
    on_sale    boolean not null,
    -- When the catalogue said so: an older event that arrives late changes nothing.
    told_at    timestamptz not null
);
create index variant_products_by_product on variant_products (product_id);
