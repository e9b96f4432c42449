-- Changes of an account's address. Both ends confirm by a mailed link; for seven days afterwards the former one can
-- take its account back, and nobody else gets that address.
create table email_changes (
    id                  uuid primary key,
    user_id             uuid not null references users on delete cascade,
    former_email        text not null check (char_length(former_email) between 3 and 255),
    wanted_email        text not null check (char_length(wanted_email) between 3 and 255),
    -- None where it was never proved that the account's owner reads the former address.
    former_token        text unique check (former_token ~ '^[0-9a-f]{64}$'),
    wanted_token        text not null unique check (wanted_token ~ '^[0-9a-f]{64}$'),
    former_confirmed_at timestamptz,
    wanted_confirmed_at timestamptz,
    -- The session that goes on when the others end.
    asked_in            uuid not null,
    -- Changes that were asked for one after the other, none of which came about.
    sent                integer not null default 1 check (sent > 0),
    created_at          timestamptz not null default now(),
    -- Of the links; after the change, of the former end's.
    expires_at          timestamptz not null,
    changed_at          timestamptz
);
-- Asking for another change takes the place of the older one, and waits longer each time.
create unique index email_changes_one_open on email_changes (user_id) where changed_at is null;
create index email_changes_by_user on email_changes (user_id);
create index email_changes_by_former on email_changes (former_email) where changed_at is not null;
create index email_changes_by_expiry on email_changes (expires_at);
