create table notification_templates (
    id uuid primary key default gen_random_uuid(),
    template_name varchar(100) not null check (template_name <> ''),
    language varchar(10) not null default 'en' check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]+)*$'),
    subject text not null,
    content text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint notification_templates_name_language_key unique (template_name, language)
);

create table notifications (
    id uuid primary key,
    -- The account; none for a guest.
    recipient_id uuid,
    email varchar(320) not null,
    type varchar(50) not null default 'email' check (type in ('email', 'sms', 'push')),
    message_template_id uuid not null references notification_templates (id),
    template_name varchar(100) not null,
    language varchar(10) not null,
    -- What the placeholders stand for; secrets leave it when the message was sent.
    payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object'),
    status varchar(50) not null default 'queued' check (status in ('queued', 'sent', 'failed')),
    -- As sent; empty before.
    subject text not null default '',
    html text not null default '',
    body text not null default '',
    attempts integer not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null,
    last_error text,
    idempotency_key text not null constraint notifications_idempotency_key unique,
    -- The Message-ID header: the same for every try, so that mail servers recognise a repetition.
    message_id text not null unique,
    created_at timestamptz not null,
    sent_at timestamptz,
    check ((status = 'sent') = (sent_at is not null))
);
create index notifications_due on notifications (next_attempt_at, id) where status = 'queued';
create index notifications_newest on notifications (created_at desc, id desc);
create index notifications_by_status on notifications (status, created_at desc);
create index notifications_by_template on notifications (template_name, created_at desc);
create index notifications_by_template_id on notifications (message_template_id);
create index notifications_by_recipient on notifications (recipient_id) where recipient_id is not null;
