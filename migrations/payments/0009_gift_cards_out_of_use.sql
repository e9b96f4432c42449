-- no-transaction
create index concurrently gift_cards_out_of_use on gift_cards (created_at desc, id desc) where is_blocked or balance_minor = 0;
