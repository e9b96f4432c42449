-- no-transaction
create index concurrently orders_to_invoice on orders (order_date, id)
    where payment_status in ('paid', 'partially_refunded', 'refunded')
        and (not is_invoiced or credited_minor < refunded_minor);
