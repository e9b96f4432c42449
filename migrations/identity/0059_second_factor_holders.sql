-- Accounts that have a second factor: an app that was confirmed, or a passkey. An account is in it once for each.
create view second_factor_holders as
select user_id from second_factors where confirmed_at is not null
union all
select user_id from passkeys;
