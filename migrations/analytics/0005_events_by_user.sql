-- no-transaction
create index concurrently event_logs_by_user on event_logs ((coalesce(payload ->> 'user', payload #>> '{snapshot,user}')))
    where coalesce(payload ->> 'user', payload #>> '{snapshot,user}') is not null;
