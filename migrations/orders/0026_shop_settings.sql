-- What the shop says of itself: one row, and none until somebody changes what the environment says.
create table shop_settings (
    is_only        boolean primary key default true check (is_only),
    version        integer not null check (version > 0),
    shop_name      text not null check (char_length(shop_name) between 1 and 60),
    -- Who sells, on invoices that are issued from now on: empty where nobody has said so.
    seller_name    text not null check (char_length(seller_name) <= 200),
    seller_address text not null check (char_length(seller_address) <= 500),
    seller_vat_id  text not null check (char_length(seller_vat_id) <= 40),
    sender_name    text not null check (char_length(sender_name) <= 60),
    support_email  text not null check (char_length(support_email) <= 254),
    support_phone  text not null check (char_length(support_phone) <= 40),
    changed_at     timestamptz not null default now()
);

-- How long checkout and carts wait: one row, and none until somebody changes what is built in.
create table checkout_rules (
    is_only           boolean primary key default true check (is_only),
    version           integer not null check (version > 0),
    hold_minutes      integer not null check (hold_minutes between 12 and 60),
    abandoned_minutes integer not null check (abandoned_minutes between 15 and 10080),
    guest_cart_days   integer not null check (guest_cart_days between 7 and 365),
    changed_at        timestamptz not null default now()
);
