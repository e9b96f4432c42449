alter table users validate constraint users_merged_are_erased;
