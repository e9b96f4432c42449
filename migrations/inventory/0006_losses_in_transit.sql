-- Units that left one warehouse and never came to the other are written off: at the line, with the arrival that told of
-- it, and in the ledger of the shelf that they left, to which they go back and from which they are lost.
alter table stock_transfer_lines add column lost integer not null default 0;
alter table stock_transfer_lines add constraint no_more_is_lost_than_left
    check (lost >= 0 and received + returned + lost <= quantity) not valid;

alter table stock_transfer_receipts add column lost integer not null default 0;
alter table stock_transfer_receipts drop constraint stock_transfer_receipts_units_check;
alter table stock_transfer_receipts add constraint something_came_or_was_lost
    check (units >= 0 and lost >= 0 and units + lost > 0) not valid;

alter table inventory_transactions drop constraint inventory_transactions_direction;
alter table inventory_transactions add constraint inventory_transactions_direction check (
    case
        when transaction_type in ('restock', 'release', 'return') then change_quantity > 0
        when transaction_type in ('reservation', 'sale', 'loss') then change_quantity < 0
        when transaction_type = 'adjustment' then change_quantity <> 0
        else false
    end
) not valid;
