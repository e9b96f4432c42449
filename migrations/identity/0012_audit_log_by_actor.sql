-- no-transaction
create index concurrently audit_log_by_actor on audit_log (actor, at desc, number desc);
