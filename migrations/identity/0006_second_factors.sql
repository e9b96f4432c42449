-- Time-based codes (RFC 6238) beside the password: one key per account. A key that was not confirmed by a code
-- counts for nothing.
create table second_factors (
    user_id      uuid primary key references users on delete cascade,
    -- As it is: codes are computed from it, and this shop is given no key to encrypt it with. It is told to its
    -- owner while it is not confirmed and never again; without the password it opens nothing.
    secret       bytea not null check (octet_length(secret) = 20),
    created_at   timestamptz not null default now(),
    confirmed_at timestamptz,
    -- The 30-second step of the newest code that was taken: no code counts twice.
    last_step    bigint not null default 0 check (last_step >= 0)
);

-- For who has lost the phone. 80 random bits each, kept as hexadecimal SHA-256; deleted when used.
create table recovery_codes (
    user_id uuid not null references second_factors on delete cascade,
    code    text not null check (code ~ '^[0-9a-f]{64}$'),
    primary key (user_id, code)
);

-- Log-ins whose password was right and whose code is still to come.
create table log_in_challenges (
    token      text primary key check (token ~ '^[0-9a-f]{64}$'),
    user_id    uuid not null references users on delete cascade,
    realm      text not null check (realm in ('shop', 'staff')),
    tries      integer not null default 0 check (tries between 0 and 5),
    expires_at timestamptz not null
);
create index log_in_challenges_by_user on log_in_challenges (user_id);
create index log_in_challenges_by_expiry on log_in_challenges (expires_at);

-- When a session's person last proved the second factor.
alter table sessions add column second_factor_at timestamptz;

-- Members of this role may do nothing before they have a second factor.
alter table roles add column second_factor_required boolean not null default false;
