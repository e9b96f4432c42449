-- What staff did. Append-only: not even this service can change it.
create table audit_log (
    number     bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    actor_id   uuid,
    actor      text not null,
    action     text not null,
    subject    text not null,
    details    jsonb not null,
    request_id text
);
create index audit_log_by_words on audit_log using gin ((actor || ' ' || action || ' ' || subject) gin_trgm_ops);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_change();

-- Keys of machine clients; of the secret only its SHA-256 is kept.
create table api_keys (
    id            uuid primary key,
    name          text not null check (char_length(name) between 1 and 100),
    prefix        text not null,
    hashed_secret text not null unique check (hashed_secret ~ '^[0-9a-f]{64}$'),
    scopes        text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'shop']),
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz,
    revoked_at    timestamptz
);
create index api_keys_valid on api_keys (created_at desc) where revoked_at is null;
