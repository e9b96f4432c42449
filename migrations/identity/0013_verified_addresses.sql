-- Whether the owner of an account reads the mail of its address. Nobody is taken at their word for it.
alter table users add column email_verified_at timestamptz;

-- One row per account: asking for a new link takes the place of the older one, and waits longer each time.
create table email_verifications (
    user_id    uuid primary key references users on delete cascade,
    token      text not null unique check (token ~ '^[0-9a-f]{64}$'),
    -- Links that were sent one after the other, none of which was used.
    sent       integer not null default 1 check (sent > 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index email_verifications_by_expiry on email_verifications (expires_at);
