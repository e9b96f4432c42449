-- no-transaction
create index concurrently audit_log_by_time on audit_log (at desc, number desc);
