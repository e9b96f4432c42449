-- Tradewind as an authorization server (RFC 6749, RFC 9700): machines and apps of others that act at the API, for
-- themselves or for a shopper who let them in. Of secrets, codes and refresh tokens only the SHA-256 is kept.

-- Keys that sign access tokens (ES256): one is in use; those before it verify until the last token they signed ended.
create table signing_keys (
    kid         text primary key check (kid ~ '^[A-Za-z0-9_-]{43}$'),
    -- PKCS #8.
    private_key bytea not null check (octet_length(private_key) between 1 and 1000),
    -- SEC 1, not compressed.
    public_key  bytea not null check (octet_length(public_key) = 65),
    created_at  timestamptz not null default now(),
    retired_at  timestamptz
);
create unique index signing_keys_one_in_use on signing_keys ((retired_at is null)) where retired_at is null;

create table oauth_clients (
    id            uuid primary key,
    name          text not null check (char_length(name) between 1 and 100),
    -- None for public clients, which cannot keep one.
    hashed_secret text check (hashed_secret ~ '^[0-9a-f]{64}$'),
    redirect_uris text[] not null check (cardinality(redirect_uris) <= 10),
    grants        text[] not null check (grants <@ array['client_credentials', 'authorization_code']),
    scopes        text[] not null check (cardinality(scopes) between 1 and 10),
    created_at    timestamptz not null default now(),
    last_used_at  timestamptz,
    revoked_at    timestamptz,
    constraint oauth_clients_public_ones_act_for_shoppers
        check (hashed_secret is not null or grants = array['authorization_code'])
);

-- A shopper let a client in. All its codes and tokens are one family, which ends as a whole.
create table oauth_grants (
    id           uuid primary key,
    client_id    uuid not null references oauth_clients,
    user_id      uuid not null references users on delete cascade,
    scopes       text[] not null check (cardinality(scopes) between 1 and 10),
    created_at   timestamptz not null default now(),
    -- None until the code was redeemed.
    last_used_at timestamptz,
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);
create index oauth_grants_by_user on oauth_grants (user_id, created_at desc);
create index oauth_grants_by_client on oauth_grants (client_id);
create index oauth_grants_by_expiry on oauth_grants (expires_at);

create table oauth_codes (
    code         text primary key check (code ~ '^[0-9a-f]{64}$'),
    grant_id     uuid not null references oauth_grants on delete cascade,
    redirect_uri text not null check (char_length(redirect_uri) between 1 and 500),
    -- PKCE, S256 (RFC 7636).
    challenge    text not null check (char_length(challenge) = 43),
    expires_at   timestamptz not null,
    used_at      timestamptz
);
create index oauth_codes_by_grant on oauth_codes (grant_id);

create table oauth_refresh_tokens (
    token      text primary key check (token ~ '^[0-9a-f]{64}$'),
    grant_id   uuid not null references oauth_grants on delete cascade,
    created_at timestamptz not null default now(),
    -- Once used, another took its place; used again, somebody else has it, and the family ends.
    used_at    timestamptz
);
create index oauth_refresh_tokens_by_grant on oauth_refresh_tokens (grant_id);

-- Access tokens that a client got for itself and ended before their time (RFC 7009); each is forgotten once that is over.
create table oauth_ended_tokens (
    jti      uuid primary key,
    ended_at timestamptz not null default now()
);
