-- What a product was after each save, the newest fifty of each.
create table product_revisions (
    product_id uuid not null references products (id) on delete cascade,
    version bigint not null,
    saved_at timestamptz not null default now(),
    -- Who saved it, as the audit log names them; empty for what was there before revisions were kept.
    saved_by text not null,
    -- As in the catalogue's contract.
    product jsonb not null check (jsonb_typeof(product) = 'object'),
    primary key (product_id, version)
);
