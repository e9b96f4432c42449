-- Whose days count, and in which languages mails are sent.
alter table shop_settings
    -- An IANA name; that there is such a zone is looked up when it is set.
    add column time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 60),
    -- Of mails to whoever has said no other one that is offered.
    add column mail_language text not null default 'en' check (mail_language ~ '^[a-z]{2,3}$'),
    add column mail_languages text[] not null default '{en,de}' check (cardinality(mail_languages) between 1 and 20);
