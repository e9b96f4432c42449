-- no-transaction
create index concurrently saved_addresses_by_phone on saved_addresses ((regexp_replace(phone, '[^0-9]', '', 'g'))) where phone is not null;
