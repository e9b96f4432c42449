-- no-transaction
create index concurrently notifications_to_erase on notifications (created_at) where email <> 'erased@deleted.invalid';
