-- What mails say of the shop, as orders told it last: one row, and none until somebody changes what the environment says.
create table mail_shop (
    is_only       boolean primary key default true check (is_only),
    -- When it was told, and as which version: an older event changes nothing.
    told_at       timestamptz not null,
    version       integer not null check (version > 0),
    shop_name     text not null check (char_length(shop_name) between 1 and 60),
    sender_name   text not null check (char_length(sender_name) <= 60),
    support_email text not null check (char_length(support_email) <= 254),
    support_phone text not null check (char_length(support_phone) <= 40)
);
