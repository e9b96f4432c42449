create extension if not exists pg_trgm;

-- What the back office searches in: the order's number, the carrier's, and the name on the parcel, in small
-- letters, each on a line of its own.
alter table shipments add column search text not null default '';
update shipments s set search = lower(concat_ws(E'\n', s.order_number, s.tracking_number, a.name))
from addresses a where a.shipment_id = s.shipment_id;

create index shipments_by_words on shipments using gin (search gin_trgm_ops);
