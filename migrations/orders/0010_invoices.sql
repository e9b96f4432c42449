-- The last number of each kind and year. Who takes the next one holds the row until the commit: numbers have no gaps,
-- whatever is rolled back or killed.
create table invoice_series (
    kind          text not null check (kind in ('invoice', 'credit_note')),
    year          integer not null check (year between 2000 and 9999),
    last_position bigint not null check (last_position > 0),
    primary key (kind, year)
);

-- Invoices and credit notes as they were issued. Append-only: not even this service can change one.
create table invoices (
    id           uuid primary key,
    kind         text not null check (kind in ('invoice', 'credit_note')),
    year         integer not null,
    position     bigint not null check (position > 0),
    number       text not null unique,
    order_id     uuid not null references orders (id),
    order_number text not null,
    -- The refund that a credit note answers to.
    reference    uuid,
    -- The number of the invoice that it amends.
    corrects     text references invoices (number),
    issued_at    timestamptz not null,
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    total_minor  bigint not null,
    tax_minor    bigint not null,
    -- Seller, buyer and lines.
    content      jsonb not null,
    search       text not null generated always as
        (lower(number || ' ' || order_number || ' ' || coalesce(content #>> '{buyer,name}', ''))) stored,
    constraint tax_is_contained check (tax_minor between 0 and total_minor),
    constraint one_number_each unique (kind, year, position),
    constraint a_credit_note_amends_an_invoice check
        ((kind = 'credit_note') = (reference is not null) and (kind = 'credit_note') = (corrects is not null))
);
create unique index invoices_one_per_order on invoices (order_id) where kind = 'invoice';
create unique index invoices_one_per_refund on invoices (reference) where kind = 'credit_note';
create index invoices_by_order on invoices (order_id, id);
create index invoices_newest on invoices (issued_at desc, id desc);
create index invoices_by_words on invoices using gin (search gin_trgm_ops);

create function refuse_change_of_invoices() returns trigger language plpgsql as $$
begin
    raise exception 'an issued invoice cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger invoices_append_only before update or delete or truncate on invoices
    for each statement execute function refuse_change_of_invoices();

-- What has been invoiced and credited, so that orders of before, or of a release that issues none, are found.
alter table orders
    add column is_invoiced boolean not null default false,
    add column credited_minor bigint not null default 0,
    add constraint credited_within_refunded check (credited_minor between 0 and refunded_minor) not valid;
