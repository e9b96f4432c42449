alter table orders validate constraint credited_within_refunded;
