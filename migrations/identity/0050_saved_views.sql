-- Lists of the back office as somebody likes to see them, under a name, perhaps for all colleagues.
create table saved_views (
    id             uuid primary key,
    owner_id       uuid not null references users on delete cascade,
    -- The list's address below /admin: `orders`, `stock/ledger`.
    list           text not null check (list ~ '^[a-z][a-z/-]{0,39}$'),
    name           text not null check (char_length(name) between 1 and 60),
    -- The list's query string without `?`.
    query          text not null check (char_length(query) <= 2000),
    -- The headings of the columns that are left out.
    hidden_columns text[] not null default '{}' check (cardinality(hidden_columns) <= 30),
    density        text not null check (density in ('comfortable', 'compact')),
    is_shared      boolean not null default false,
    is_default     boolean not null default false,
    created_at     timestamptz not null default now(),
    constraint saved_views_one_name unique (owner_id, list, name)
);
create unique index saved_views_one_default on saved_views (owner_id, list) where is_default;
create index saved_views_shared on saved_views (list, name) where is_shared;

-- Which columns of a list somebody sees, and how close its rows stand.
create table list_looks (
    user_id        uuid not null references users on delete cascade,
    list           text not null check (list ~ '^[a-z][a-z/-]{0,39}$'),
    hidden_columns text[] not null default '{}' check (cardinality(hidden_columns) <= 30),
    density        text not null check (density in ('comfortable', 'compact')),
    primary key (user_id, list)
);
