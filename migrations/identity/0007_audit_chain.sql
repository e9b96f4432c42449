-- Every entry of the audit log carries a hash of itself and of the entry before it, so that an entry that was changed
-- or taken out by whoever can get around the triggers is noticed; see server/services/identity/src/verify.rs.
-- Computed here and not in the service: all writers take turns at one row, also a release that knows nothing of it.
alter table audit_log add column position bigint, add column hash bytea;

-- The last entry. Who appends holds it until the commit: positions have no gaps, whatever is rolled back or killed.
create table audit_head (
    only_one boolean primary key default true check (only_one),
    position bigint not null,
    hash     bytea not null
);
insert into audit_head (position, hash) values (0, '');

-- SHA-256 (FIPS 180-4) of the hash before and the entry as a JSON array; moments as microseconds since 1970.
create function audit_hash(before bytea, entry audit_log) returns bytea stable language sql as $$
    select sha256(before || convert_to(jsonb_build_array(
        entry.position, entry.number, (extract(epoch from entry.at) * 1000000)::bigint, entry.actor_id, entry.actor,
        entry.action, entry.subject, entry.details, entry.request_id)::text, 'UTF8'))
$$;

-- Before a statement's first number is drawn, so that numbers ascend as positions do.
create function wait_for_the_audit_head() returns trigger language plpgsql as $$
begin
    perform from audit_head for update;
    return null;
end
$$;

-- Without a head nothing is appended: `strict` refuses.
create function chain_audit_entry() returns trigger language plpgsql as $$
declare
    head audit_head;
begin
    select * into strict head from audit_head;
    new.position := head.position + 1;
    new.hash := audit_hash(head.hash, new);
    update audit_head set position = new.position, hash = new.hash;
    return new;
end
$$;

alter table audit_log disable trigger audit_log_append_only;
do $$
declare
    entry audit_log;
    head  audit_head;
begin
    select * into strict head from audit_head;
    for entry in select * from audit_log order by number loop
        entry.position := head.position + 1;
        entry.hash := audit_hash(head.hash, entry);
        update audit_log set position = entry.position, hash = entry.hash where number = entry.number;
        head.position := entry.position;
        head.hash := entry.hash;
    end loop;
    update audit_head set position = head.position, hash = head.hash;
end
$$;
alter table audit_log enable trigger audit_log_append_only;

create trigger audit_log_one_at_a_time before insert on audit_log
    for each statement execute function wait_for_the_audit_head();
create trigger audit_log_chained before insert on audit_log
    for each row execute function chain_audit_entry();
