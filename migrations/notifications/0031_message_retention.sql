-- After how many days messages are forgotten: one row, and none until somebody changes what is built in.
create table message_retention (
    is_only      boolean primary key default true check (is_only),
    version      integer not null check (version > 0),
    mail_days    integer not null check (mail_days between 30 and 730),
    webhook_days integer not null check (webhook_days between 7 and 90),
    changed_at   timestamptz not null default now()
);
