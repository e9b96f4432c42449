-- What people agreed to and took back, newest last. Kept when an account is erased, under its number, which tells of
-- nobody: whoever mailed has to be able to show that they were allowed to (GDPR, article 7(1)).
create table consents (
    number  bigint generated always as identity primary key,
    user_id uuid not null references users,
    purpose text not null check (purpose in ('newsletter', 'personalisation')),
    granted boolean not null,
    at      timestamptz not null default now(),
    -- The version of the words that were agreed to.
    wording text not null check (char_length(wording) between 1 and 40),
    source  text not null check (source in ('account', 'erasure'))
);
create index consents_by_user on consents (user_id, number desc);

-- Append-only; what is older than three years proves nothing any more and may be deleted.
create function refuse_change_of_consents() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.at < now() - interval '3 years' then
        return old;
    end if;
    raise exception 'the history of consents cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger consents_append_only before update or delete on consents
    for each row execute function refuse_change_of_consents();

-- Sessions whose owner proved who they are and may take their data home for some minutes.
create table data_exports (
    session_id uuid primary key references sessions on delete cascade,
    user_id    uuid not null references users on delete cascade,
    asked_at   timestamptz not null default now()
);
create index data_exports_by_user on data_exports (user_id);
create index data_exports_by_age on data_exports (asked_at);
