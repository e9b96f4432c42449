-- Links that show a product which is not on sale to whoever has them. Of a link, only the hash of its token is kept.
create table product_previews (
    token_hash char(64) primary key,
    product_id uuid not null references products (id) on delete cascade,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    check (expires_at > made_at)
);
create index product_previews_product on product_previews (product_id, expires_at);
