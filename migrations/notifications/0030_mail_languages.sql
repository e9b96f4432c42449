-- In which languages mails are sent, as orders told it last.
alter table mail_shop
    -- Of mails to whoever has said no other one that is offered.
    add column language text not null default 'en' check (language ~ '^[a-z]{2,3}$'),
    add column languages text[] not null default '{en,de}' check (cardinality(languages) between 1 and 20);
