create extension if not exists pg_trgm;

-- What the back office searches in.
alter table notifications add column search text not null generated always as (lower(email || ' ' || subject)) stored;
create index notifications_by_words on notifications using gin (search gin_trgm_ops);
