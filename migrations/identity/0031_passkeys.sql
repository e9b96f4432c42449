-- Keys of a person's devices (WebAuthn, Level 3): a second factor, and a way in without the password.
create table passkeys (
    id            uuid primary key,
    user_id       uuid not null references users on delete cascade,
    -- As the authenticator calls it (WebAuthn, section 4: at most 1023 bytes).
    credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
    -- The public key and what was learnt with it, as webauthn-rs writes it. Nothing in it is secret.
    passkey       jsonb not null,
    name          text not null check (char_length(name) between 1 and 60),
    -- How often the authenticator says that it signed; zero for those that do not count.
    sign_count    bigint not null default 0 check (sign_count >= 0),
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz
);
create index passkeys_by_user on passkeys (user_id, created_at);

-- What browsers were asked and have not answered. An answer takes its row away: none counts twice.
create table passkey_ceremonies (
    token      text primary key check (token ~ '^[0-9a-f]{64}$'),
    -- None where the answer says who it is.
    user_id    uuid references users on delete cascade,
    kind       text not null check (kind in ('register', 'log_in', 'prove')),
    -- The challenge and what is asked with it, as webauthn-rs writes it.
    state      jsonb not null,
    expires_at timestamptz not null,
    check ((user_id is null) = (kind = 'log_in'))
);
create index passkey_ceremonies_by_user on passkey_ceremonies (user_id);
create index passkey_ceremonies_by_expiry on passkey_ceremonies (expires_at);

-- Recovery codes are an account's, whatever its second factor is.
alter table recovery_codes drop constraint recovery_codes_user_id_fkey;
alter table recovery_codes add constraint recovery_codes_of_user
    foreign key (user_id) references users on delete cascade not valid;

-- They go with the last second factor.
create function forget_recovery_codes() returns trigger language plpgsql as $$
begin
    delete from recovery_codes where user_id = old.user_id
        and not exists (select from second_factors f where f.user_id = old.user_id and f.confirmed_at is not null)
        and not exists (select from passkeys p where p.user_id = old.user_id);
    return null;
end
$$;
create trigger second_factors_last_one after delete on second_factors
    for each row execute function forget_recovery_codes();
create trigger passkeys_last_one after delete on passkeys
    for each row execute function forget_recovery_codes();
