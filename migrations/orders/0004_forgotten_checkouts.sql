-- Finished runs whose notes, which hold an address, are still to be forgotten.
create index checkouts_to_forget on checkouts (updated_at)
    where state in ('completed', 'abandoned') and data <> '{}';
