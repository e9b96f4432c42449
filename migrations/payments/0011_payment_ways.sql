-- For which orders a way to pay is offered. One that has no row is offered for every order.
create table payment_ways (
    kind          text primary key check (kind in ('card', 'gift_card')),
    version       integer not null check (version > 0),
    is_on         boolean not null,
    -- ISO 3166-1 alpha-2; everywhere when empty.
    countries     text[] not null check (cardinality(countries) <= 250),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    minimum_minor bigint check (minimum_minor > 0),
    maximum_minor bigint check (maximum_minor > 0),
    changed_at    timestamptz not null default now(),
    constraint from_minimum_to_maximum check (minimum_minor <= maximum_minor)
);
