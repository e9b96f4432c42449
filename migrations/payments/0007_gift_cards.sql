-- Gift cards, what happened to them, and what they pay of payments.
create table gift_cards (
    id            uuid primary key,
    -- SHA-256 of the code: with 80 random bits it needs no salt.
    code_hash     text not null unique check (code_hash ~ '^[0-9a-f]{64}$'),
    ending        text not null check (ending ~ '^[0-9A-HJKMNP-TV-Z]{4}$'),
    currency      text not null check (currency ~ '^[A-Z]{3}$'),
    issued_minor  bigint not null check (issued_minor > 0),
    -- The sum of the movements; see the triggers.
    balance_minor bigint not null default 0,
    expires_on    date,
    is_blocked    boolean not null default false,
    recipient     text,
    note          text not null default '',
    created_at    timestamptz not null default now(),
    search        text not null generated always as
        (lower(ending || ' ' || coalesce(recipient, '') || ' ' || note)) stored,
    constraint a_gift_card_has_no_less_than_nothing check (balance_minor >= 0)
);
create index gift_cards_newest on gift_cards (created_at desc, id desc);
create index gift_cards_by_words on gift_cards using gin (search gin_trgm_ops);

-- The ledger. Append-only: not even this service can change a movement.
create table gift_card_movements (
    id           uuid primary key default gen_random_uuid(),
    gift_card_id uuid not null references gift_cards (id),
    kind         text not null check (kind in ('issued', 'adjusted', 'redeemed', 'released', 'refunded')),
    amount_minor bigint not null check (amount_minor <> 0),
    -- What it was for: the card, the adjustment, the payment or the refund. The same is booked once.
    reference    uuid not null,
    payment_id   uuid references payments (id),
    note         text not null default '',
    at           timestamptz not null default now(),
    constraint a_movement_is_booked_once unique (gift_card_id, kind, reference),
    constraint only_purchases_take check (kind = 'adjusted' or (kind = 'redeemed') = (amount_minor < 0)),
    constraint purchases_are_named
        check ((kind in ('redeemed', 'released', 'refunded')) = (payment_id is not null))
);
create index gift_card_movements_newest on gift_card_movements (gift_card_id, at desc, id desc);
create index gift_card_movements_by_payment on gift_card_movements (payment_id) where payment_id is not null;

create function refuse_change_of_movements() returns trigger language plpgsql as $$
begin
    raise exception 'a movement of a gift card cannot be changed' using errcode = 'insufficient_privilege';
end
$$;
create trigger gift_card_movements_append_only before update or delete or truncate on gift_card_movements
    for each statement execute function refuse_change_of_movements();

-- A balance is its ledger's: a movement changes it, nothing else does. Who is first holds the card until the commit,
-- and the check refuses the next one if too little is left. A card is always held after the payment it is about.
create function book_movement() returns trigger language plpgsql as $$
begin
    update gift_cards set balance_minor = balance_minor + new.amount_minor where id = new.gift_card_id;
    return null;
end
$$;
create trigger a_movement_changes_the_balance after insert on gift_card_movements
    for each row execute function book_movement();

create function refuse_balance_without_movement() returns trigger language plpgsql as $$
begin
    raise exception 'a gift card''s balance changes by its movements only' using errcode = 'insufficient_privilege';
end
$$;
create trigger a_gift_card_begins_with_nothing before insert on gift_cards
    for each row when (new.balance_minor <> 0) execute function refuse_balance_without_movement();
create trigger a_balance_is_changed_by_movements before update of balance_minor on gift_cards
    for each row when (new.balance_minor <> old.balance_minor and pg_trigger_depth() = 0)
    execute function refuse_balance_without_movement();

-- The previous release makes payments and refunds without a gift card.
alter table payments add column gift_card_id uuid, add column gift_card_minor bigint not null default 0;
alter table refunds add column gift_card_minor bigint not null default 0;
alter table payments add constraint payments_gift_card_id_fkey
    foreign key (gift_card_id) references gift_cards (id) not valid;
alter table payments add constraint gift_card_within_amount
    check (gift_card_minor between 0 and amount_minor) not valid;
alter table payments add constraint a_share_names_its_gift_card
    check ((gift_card_minor > 0) = (gift_card_id is not null)) not valid;
alter table refunds add constraint gift_card_within_refund
    check (gift_card_minor between 0 and refund_amount_minor) not valid;
alter table payments drop constraint payments_payment_method_check;
alter table payments add constraint payments_payment_method_check
    check (payment_method in ('test_card', 'card', 'gift_card')) not valid;
alter table payments drop constraint payments_gateway_check;
alter table payments add constraint payments_gateway_check
    check (gateway in ('test', 'stripe', 'gift_card')) not valid;
alter table payments add constraint a_gateway_is_asked_for_what_no_gift_card_pays
    check ((gateway = 'gift_card') = (gift_card_minor = amount_minor)) not valid;

-- What a payment took of a card goes back when it comes to nothing, whichever release ends it, and once.
create function release_gift_card() returns trigger language plpgsql as $$
begin
    insert into gift_card_movements (gift_card_id, kind, amount_minor, reference, payment_id)
    select gift_card_id, 'released', -amount_minor, reference, payment_id
    from gift_card_movements where payment_id = new.id and kind = 'redeemed'
    on conflict do nothing;
    return null;
end
$$;
create trigger a_payment_that_ends_releases_its_gift_card after update of payment_status on payments
    for each row when (new.gift_card_minor > 0 and new.payment_status in ('failed', 'voided')
        and old.payment_status not in ('failed', 'voided'))
    execute function release_gift_card();

create function refund_to_gift_card() returns trigger language plpgsql as $$
begin
    insert into gift_card_movements (gift_card_id, kind, amount_minor, reference, payment_id)
    select gift_card_id, 'refunded', new.gift_card_minor, new.id, id from payments where id = new.payment_id
    on conflict do nothing;
    return null;
end
$$;
create trigger a_refund_reaches_the_gift_card after update of refund_status on refunds
    for each row when (new.gift_card_minor > 0 and new.refund_status = 'processed'
        and old.refund_status <> 'processed')
    execute function refund_to_gift_card();

-- No payment stands without the share that it says a card paid.
create function require_redeemed_share() returns trigger language plpgsql as $$
begin
    perform from payments
    where id = new.id and payment_status not in ('failed', 'voided') and gift_card_minor is distinct from (
        select -sum(amount_minor) from gift_card_movements m
        where m.payment_id = payments.id and m.gift_card_id = payments.gift_card_id
            and kind in ('redeemed', 'released'));
    if found then
        raise exception 'payment % has not taken its share of the gift card', new.id
            using errcode = 'check_violation', constraint = 'a_payment_that_stands_has_its_share';
    end if;
    return null;
end
$$;
create constraint trigger a_payment_that_stands_has_its_share after insert or update of payment_status on payments
    deferrable initially deferred for each row when (new.gift_card_minor > 0)
    execute function require_redeemed_share();

-- What any gateway is told beside the charge, so that a payment that is lost here can be recorded again.
alter table test_gateway.charges add column gift_card_id uuid, add column gift_card_minor bigint;
