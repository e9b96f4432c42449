-- Who agreed that what they look at and buy is remembered with their account. Without a row nobody did.
create table personalisation (
    user_id    uuid primary key,
    is_allowed boolean not null,
    -- When identity said so: an older event that arrives late changes nothing.
    told_at    timestamptz not null
);
