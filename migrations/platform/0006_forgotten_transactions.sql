-- Connections that stay inside a transaction for a minute without a statement. Run as the owner of the tables: the role
-- that a service works as does not see what others are doing.
create function messaging.forgotten_transactions() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select format('connection %s (%s): %s since %s, after: %s', pid, application_name, state, state_change,
        left(regexp_replace(query, '\s+', ' ', 'g'), 80))
    from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'
        and state_change < now() - interval '1 minute'
    order by state_change
$$;
