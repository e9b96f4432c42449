-- Accounts that were erased: what is open in their orders is erased when it is closed.
create table erasures (
    user_id  uuid primary key,
    asked_at timestamptz not null default now()
);

-- When an order ceased to tell who bought. Invoices are snapshots of their own and are kept as the law asks.
alter table orders add column erased_at timestamptz;
alter table orders add constraint an_erased_order_tells_of_nobody check (
    erased_at is null or (user_id is null and email = 'erased@deleted.invalid' and note = '')) not valid;

-- Orders of people who were erased in which nothing is open: it arrived (or left so long ago that it must have) or was
-- cancelled, its money is where it stays, its documents are issued, and no units are on their way.
create view orders_to_erase as
select o.id, o.number
from erasures e join orders o on o.user_id = e.user_id
where o.erased_at is null
    and (o.order_status = 'delivered'
        or (o.order_status = 'shipped' and o.order_date < now() - interval '60 days')
        or (o.order_status = 'cancelled' and o.payment_status in ('unpaid', 'voided', 'refunded')))
    and o.payment_status in ('unpaid', 'voided', 'paid', 'partially_refunded', 'refunded')
    and (o.payment_status in ('unpaid', 'voided') or (o.is_invoiced and o.credited_minor = o.refunded_minor))
    and not exists (select from order_holds h where h.order_id = o.id);
