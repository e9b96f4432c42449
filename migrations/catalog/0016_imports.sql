-- Files of products on their way into the catalogue.
create table imports (
    id uuid primary key,
    file_name varchar(255) not null check (file_name <> ''),
    format varchar(20) not null default 'csv' check (format in ('csv', 'json_lines', 'shopify', 'woo_commerce')),
    -- Whether the format was said, and is not to be found out.
    format_said boolean not null default false,
    state varchar(20) not null default 'uploading'
        check (state in ('uploading', 'uploaded', 'checking', 'ready', 'running', 'done', 'cancelled', 'failed')),
    author_id uuid,
    author varchar(320) not null,
    currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
    -- Between the cells of a CSV file.
    delimiter varchar(1) not null default ',' check (delimiter in (',', ';', E'\t', '|')),
    headers text[] not null default '{}',
    mapping text[] not null default '{}',
    bytes bigint not null default 0 check (bytes between 0 and 209715200),
    -- Where reading goes on: a byte, and the line it is on.
    bytes_read bigint not null default 0,
    lines_read bigint not null default 0,
    row_count bigint not null default 0,
    -- None before all lines are read and put together.
    product_count bigint,
    -- Of products, as compared or applied last.
    created_count bigint not null default 0,
    changed_count bigint not null default 0,
    unchanged_count bigint not null default 0,
    failed_count bigint not null default 0,
    applied_count bigint not null default 0,
    failed_row_count bigint not null default 0,
    -- Times in a row that a step failed.
    attempts integer not null default 0,
    failure varchar(500),
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz,
    constraint import_ended_when_over check ((state in ('done', 'cancelled', 'failed')) = (ended_at is not null))
);
create index imports_newest on imports (created_at desc, id desc);
create index imports_at_work on imports (created_at) where state in ('checking', 'running');

-- The file as it was sent, until the import is over.
create table import_pieces (
    import_id uuid not null references imports (id) on delete cascade,
    number integer not null check (number >= 0),
    -- The first of its bytes.
    starts_at bigint not null check (starts_at >= 0),
    content bytea not null check (length(content) between 1 and 1048576),
    primary key (import_id, number)
);

-- A line of a file: a variant, a product or a part of one.
create table import_rows (
    import_id uuid not null references imports (id) on delete cascade,
    line bigint not null,
    -- Cells as a JSON array of texts; of JSON lines the line itself.
    raw text not null,
    -- Lines with the same key are one product.
    product_key varchar(300) not null,
    skus text[] not null default '{}',
    -- What is wrong with it.
    problem_column varchar(100),
    problem varchar(500),
    problem_value varchar(200),
    primary key (import_id, line)
);
create index import_rows_by_product on import_rows (import_id, product_key);
create index import_rows_with_problems on import_rows (import_id, line) where problem is not null;

-- What the lines are put together to, in the order of the file.
create table import_products (
    import_id uuid not null references imports (id) on delete cascade,
    number integer not null,
    product_key varchar(300) not null,
    -- As compared or applied last; none before it was compared.
    outcome varchar(20) check (outcome in ('created', 'changed', 'unchanged', 'failed')),
    -- Set in the transaction that wrote the product: it is written once, however often an import is gone on with.
    applied_at timestamptz,
    primary key (import_id, number),
    unique (import_id, product_key)
);
create index import_products_to_check on import_products (import_id, number) where outcome is null;
create index import_products_to_apply on import_products (import_id, number)
    where applied_at is null and outcome in ('created', 'changed');

-- What people said that columns mean, by the names of the columns.
create table import_mappings (
    columns_key char(32) primary key,
    mapping text[] not null,
    saved_at timestamptz not null default now()
);
