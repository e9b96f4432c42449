insert into shipments (shipment_id, order_id, carrier, tracking_number, shipment_status, shipped_date, created_at,
    order_number, search)
select {id}, {id}, (array['DHL', 'UPS', 'FedEx'])[1 + {h} % 3], 'BENCH' || n || 'X',
    case when {h} % 20 = 0 then 'in_transit' else 'delivered' end, {at}, {at}, 'TW-BENCH-' || n || '-' || {h} % 1000,
    lower('TW-BENCH-' || n || '-' || {h} % 1000 || E'\n' || 'BENCH' || n || 'X' || E'\n' || {first} || ' ' || {last})
from generate_series({from}::bigint, {to}::bigint) as n;
