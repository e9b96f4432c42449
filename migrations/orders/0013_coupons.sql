-- Discount codes, who used them, and what they took off an order.
create table coupons (
    id                uuid primary key,
    -- As people would read it aloud; whatever they type is brought to this form first.
    code              text not null unique check (code ~ '^[A-Z0-9-]{3,40}$'),
    percent_bp        integer check (percent_bp between 1 and 10000),
    amount_minor      bigint check (amount_minor > 0),
    currency          text not null check (currency ~ '^[A-Z]{3}$'),
    minimum_minor     bigint not null default 0 check (minimum_minor >= 0),
    starts_at         timestamptz,
    ends_at           timestamptz,
    most_uses         integer check (most_uses > 0),
    most_per_customer integer check (most_per_customer > 0),
    is_active         boolean not null default true,
    used              integer not null default 0,
    version           integer not null default 1,
    created_at        timestamptz not null default now(),
    constraint percent_or_amount check ((percent_bp is null) <> (amount_minor is null)),
    constraint a_coupon_starts_before_it_ends check (starts_at < ends_at),
    constraint used_within_most_uses check (used >= 0 and (most_uses is null or used <= most_uses))
);
create index coupons_newest on coupons (created_at desc, id desc);

-- One row per run of the checkout that uses a coupon, for as long as the run or its order stands.
create table coupon_uses (
    checkout_id    uuid primary key references checkouts (id),
    coupon_id      uuid not null references coupons (id),
    user_id        uuid,
    -- The e-mail address as one person has it: small letters, without what follows a plus sign.
    customer       text not null check (customer <> ''),
    discount_minor bigint not null check (discount_minor > 0),
    taken_at       timestamptz not null default now()
);
create index coupon_uses_by_user on coupon_uses (coupon_id, user_id) where user_id is not null;
create index coupon_uses_by_customer on coupon_uses (coupon_id, customer);

alter table carts add column coupon_code text;

-- The previous release orders without a discount.
alter table orders add column coupon_code text, add column discount_minor bigint not null default 0;
alter table order_items add column discount_minor bigint not null default 0;
alter table orders drop constraint total_is_subtotal_and_shipping;
alter table orders add constraint total_is_subtotal_less_discount_and_shipping
    check (total_amount_minor = subtotal_minor - discount_minor + shipping_minor) not valid;
alter table orders add constraint discount_within_subtotal
    check (discount_minor between 0 and subtotal_minor) not valid;
alter table orders add constraint a_discount_names_its_coupon
    check ((discount_minor > 0) = (coupon_code is not null)) not valid;
alter table order_items add constraint discount_within_line
    check (discount_minor between 0 and subtotal_minor) not valid;

-- A use ends with the run or the order that it was taken for, whichever release ends it, and once: the row is gone.
create function release_coupon() returns trigger language plpgsql as $$
declare
    ended uuid;
begin
    if tg_table_name = 'orders' then ended := new.checkout_id; else ended := new.id; end if;
    with released as (delete from coupon_uses where checkout_id = ended returning coupon_id)
    update coupons set used = used - 1 where id in (select coupon_id from released);
    return null;
end $$;
create trigger a_run_that_is_given_up_releases_its_coupon after update of state on checkouts
    for each row when (new.state = 'abandoned' and old.state <> 'abandoned') execute function release_coupon();
create trigger a_cancelled_order_releases_its_coupon after update of order_status on orders
    for each row when (new.order_status = 'cancelled' and old.order_status <> 'cancelled') execute function release_coupon();

-- What was agreed with a coupon is not ordered without it, and no discount is ordered that was not taken; not even
-- by the release that knows of no coupons.
create function require_taken_discount() returns trigger language plpgsql as $$
declare
    taken bigint;
begin
    select discount_minor into taken from coupon_uses where checkout_id = new.checkout_id;
    if coalesce(taken, 0) <> new.discount_minor then
        raise exception 'order % has a discount of %, taken was %', new.number, new.discount_minor, coalesce(taken, 0)
            using errcode = 'check_violation', constraint = 'an_order_has_the_discount_that_was_taken';
    end if;
    return null;
end $$;
create constraint trigger an_order_has_the_discount_that_was_taken after insert on orders
    deferrable initially deferred for each row execute function require_taken_discount();
