-- A warehouse that is given up stays in the ledger but takes no more units.
alter table warehouses add column active boolean not null default true;
