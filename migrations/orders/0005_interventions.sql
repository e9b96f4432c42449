-- Why what keeps lines for a parcel or a refund has not come to its end, and how often that was tried.
alter table order_holds
    add column attempts integer not null default 0 check (attempts >= 0),
    add column failure  text,
    add constraint a_failed_hold_says_why check (attempts = 0 or failure is not null);
