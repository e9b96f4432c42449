-- Where machines of others are told what happens in the shop. The secret is kept as it is and not hashed: each
-- delivery is signed with it, so the service has to read it. Whoever reads this table can sign in the shop's name.
create table webhook_endpoints (
    id uuid primary key,
    url text not null check (char_length(url) between 1 and 2000),
    description text not null check (char_length(description) <= 200),
    -- Names of docs/webhooks.md; none stands for all of them, later ones included.
    event_types text[] not null check (cardinality(event_types) <= 50),
    -- Why nothing is sent: staff want it so, too many deliveries failed, or the receiver said 410.
    paused_because text check (paused_because in ('staff', 'failures', 'gone')),
    -- `whsec_` and base64, as Standard Webhooks has it.
    secret text not null check (secret ~ '^whsec_[A-Za-z0-9+/]{32,88}={0,2}$'),
    -- Signs beside the new one until then, so that receivers have time to change theirs.
    former_secret text check (char_length(former_secret) <= 100),
    former_secret_until timestamptz,
    -- Deliveries given up since one arrived.
    failed_in_a_row integer not null default 0 check (failed_in_a_row >= 0),
    version integer not null default 1 check (version > 0),
    created_at timestamptz not null,
    check ((former_secret is null) = (former_secret_until is null))
);

-- An event on its way to an endpoint, and how its last try went. Payloads hold nothing about people, so erasing
-- somebody leaves them as they are.
create table webhook_deliveries (
    id uuid primary key,
    endpoint_id uuid not null references webhook_endpoints (id) on delete cascade,
    -- Also the webhook-id header: the same for every try, so that receivers recognise a repetition.
    event_id uuid not null,
    event_type text not null check (char_length(event_type) between 1 and 50),
    -- The body as it is sent: these very bytes are signed.
    payload text not null check (char_length(payload) <= 1000000),
    status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
    attempts integer not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null,
    -- Of the last try.
    response_status integer check (response_status between 100 and 999),
    response_body text check (char_length(response_body) <= 4096),
    last_error text check (char_length(last_error) <= 500),
    took_ms integer check (took_ms >= 0),
    created_at timestamptz not null,
    delivered_at timestamptz,
    constraint webhook_deliveries_once unique (endpoint_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, id) where status = 'waiting';
create index webhook_deliveries_log on webhook_deliveries (endpoint_id, id desc);
create index webhook_deliveries_by_status on webhook_deliveries (endpoint_id, status, id desc);
create index webhook_deliveries_by_age on webhook_deliveries (created_at);
