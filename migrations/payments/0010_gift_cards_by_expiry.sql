-- no-transaction
create index concurrently gift_cards_by_expiry on gift_cards (expires_on) where expires_on is not null;
