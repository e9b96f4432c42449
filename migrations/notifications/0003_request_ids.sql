-- The request that caused a message: it is sent along, so that a mail leads back to the logs.
alter table notifications add column request_id text check (request_id <> '');
