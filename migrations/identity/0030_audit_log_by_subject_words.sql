-- no-transaction
create index concurrently audit_log_by_subject_words on audit_log using gin (string_to_array(lower(subject), ' '));
