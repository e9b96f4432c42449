-- Founding tables: users, roles, user_roles, sessions. Beside them: permissions, resets, addresses.
create extension if not exists pg_trgm;

create table users (
    id              uuid primary key,
    username        text not null check (char_length(username) between 1 and 100),
    email           text not null unique check (email = lower(email) and char_length(email) between 3 and 255),
    hashed_password text not null check (hashed_password like '$argon2id$%'),
    status          text not null default 'active' check (status in ('active', 'blocked', 'deleted')),
    language        text not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    last_seen_at    timestamptz
);
create index users_newest on users (created_at desc, id desc);
create index users_by_words on users using gin ((username || ' ' || email) gin_trgm_ops);

create table roles (
    id          integer primary key,
    role_name   text not null unique,
    description text not null
);

create table role_permissions (
    role_id    integer not null references roles on delete cascade,
    permission text not null,
    primary key (role_id, permission)
);

create table user_roles (
    id      uuid primary key default gen_random_uuid(),
    user_id uuid not null references users on delete cascade,
    role_id integer not null references roles on delete cascade,
    unique (user_id, role_id)
);
create index user_roles_by_role on user_roles (role_id, user_id);

-- Tokens are kept as hexadecimal SHA-256: who reads the table cannot use it.
create table sessions (
    id                   uuid primary key,
    user_id              uuid not null references users on delete cascade,
    token                text not null unique check (token ~ '^[0-9a-f]{64}$'),
    realm                text not null check (realm in ('shop', 'staff')),
    user_agent           text check (char_length(user_agent) <= 200),
    address              text check (char_length(address) <= 64),
    created_at           timestamptz not null default now(),
    last_used_at         timestamptz not null default now(),
    expires_at           timestamptz not null,
    token_issued_at      timestamptz not null default now(),
    previous_token       text unique check (previous_token ~ '^[0-9a-f]{64}$'),
    previous_token_until timestamptz,
    check ((previous_token is null) = (previous_token_until is null)),
    check (expires_at > created_at)
);
create index sessions_by_user on sessions (user_id, created_at desc);
create index sessions_by_expiry on sessions (expires_at);

-- One row per account: asking for a new link takes the place of the older one.
create table password_resets (
    user_id    uuid primary key references users on delete cascade,
    token      text not null unique check (token ~ '^[0-9a-f]{64}$'),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);

-- By address, not by account: guessing at addresses nobody has is slowed down just the same.
create table log_in_failures (
    email          text primary key,
    failures       integer not null check (failures > 0),
    last_failed_at timestamptz not null default now()
);
create index log_in_failures_by_age on log_in_failures (last_failed_at);

create table saved_addresses (
    id          uuid primary key,
    user_id     uuid not null references users on delete cascade,
    name        text not null check (char_length(name) between 1 and 200),
    company     text check (char_length(company) <= 200),
    street      text not null check (char_length(street) between 1 and 200),
    street2     text check (char_length(street2) <= 200),
    city        text not null check (char_length(city) between 1 and 200),
    state       text check (char_length(state) <= 200),
    postal_code text check (char_length(postal_code) <= 200),
    country     text not null check (country ~ '^[A-Z]{2}$'),
    phone       text check (char_length(phone) <= 200),
    is_default  boolean not null default false,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
create index saved_addresses_by_user on saved_addresses (user_id, created_at);
create unique index saved_addresses_one_default on saved_addresses (user_id) where is_default;
