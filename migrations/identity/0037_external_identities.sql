-- Accounts elsewhere that open ours (OpenID Connect, OAuth 2). Who vouches is known by its issuer, not by its name in
-- the settings: a name that is given to another provider opens nobody's account.
create table external_identities (
    id           uuid primary key,
    user_id      uuid not null references users on delete cascade,
    provider     text not null check (provider ~ '^[a-z0-9-]{1,32}$'),
    issuer       text not null check (char_length(issuer) between 1 and 255),
    subject      text not null check (char_length(subject) between 1 and 255),
    -- The address that the provider last told and vouched for.
    email        text check (char_length(email) <= 255),
    -- Whether the account's roles of staff follow what the provider says.
    gives_roles  boolean not null default false,
    linked_at    timestamptz not null default now(),
    last_used_at timestamptz,
    constraint external_identities_one_account unique (issuer, subject)
);
create index external_identities_by_user on external_identities (user_id, linked_at);

-- Those who were sent to a provider and are to come back: once, soon, and in the same browser. Of `state` and of the
-- browser's secret only the SHA-256 is kept; `nonce` and `verifier` open nothing without the code that the browser
-- brings.
create table federated_sign_ins (
    state      text primary key check (state ~ '^[0-9a-f]{64}$'),
    browser    text not null check (browser ~ '^[0-9a-f]{64}$'),
    provider   text not null check (provider ~ '^[a-z0-9-]{1,32}$'),
    realm      text not null check (realm in ('shop', 'staff')),
    nonce      text not null check (char_length(nonce) = 43),
    verifier   text not null check (char_length(verifier) = 43),
    return_to  text not null check (return_to like '/%' and char_length(return_to) <= 500),
    -- Whose account the provider is to be linked to; none when somebody signs in.
    link_user  uuid references users on delete cascade,
    expires_at timestamptz not null
);
create index federated_sign_ins_by_expiry on federated_sign_ins (expires_at);
create index federated_sign_ins_by_user on federated_sign_ins (link_user) where link_user is not null;
