-- Products that belong together for a while: chosen by hand (`conditions` is null) or by rule.
create table collections (
    id uuid primary key,
    name varchar(100) not null check (name <> ''),
    slug varchar(120) not null constraint collections_slug_key unique check (slug <> ''),
    description text not null default '' check (length(description) <= 10000),
    match_all boolean not null default true,
    -- The conditions as the contract writes them.
    conditions jsonb check (jsonb_typeof(conditions) = 'array' and jsonb_array_length(conditions) between 1 and 20),
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- The products of a collection that were chosen by hand, in order.
create table collection_products (
    collection_id uuid not null references collections (id) on delete cascade,
    product_id uuid not null references products (id) on delete cascade,
    position integer not null,
    primary key (collection_id, product_id)
);
create index collection_products_product on collection_products (product_id);
