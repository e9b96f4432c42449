-- In which order the ways to pay are offered: one row, and none until somebody changes what is built in.
create table payment_order (
    is_only    boolean primary key default true check (is_only),
    -- Kinds as in payment_ways; one that is not named here follows those that are.
    kinds      text[] not null check (cardinality(kinds) between 1 and 20),
    changed_at timestamptz not null default now()
);
