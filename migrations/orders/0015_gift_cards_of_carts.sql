-- The gift card that was entered; the card itself is the payments' own.
alter table carts add column gift_card_id uuid;
