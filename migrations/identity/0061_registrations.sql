-- Accounts that somebody asked for and that are made by a mailed link. Whether the address has an account already is
-- looked up only afterwards, when the mail is written: who asks learns nothing of it.
create table registrations (
    id              uuid primary key,
    name            text not null check (char_length(name) between 1 and 100),
    email           text not null check (email = lower(email) and char_length(email) between 3 and 255),
    hashed_password text not null check (hashed_password like '$argon2id$%'),
    -- Where the shopper wanted to go on to.
    return_to       text not null check (return_to like '/%' and char_length(return_to) <= 500),
    -- The SHA-256 of the link's token; none until it is mailed, and where the address is taken.
    token           text unique check (token ~ '^[0-9a-f]{64}$'),
    -- When the address was written to because of it.
    mailed_at       timestamptz,
    created_at      timestamptz not null default now(),
    expires_at      timestamptz not null
);
create index registrations_by_email on registrations (email, mailed_at);
create index registrations_by_expiry on registrations (expires_at);
