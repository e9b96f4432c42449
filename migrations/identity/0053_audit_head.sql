-- Only these triggers move the head of the audit log's chain: they run as the owner of the tables, and the role that
-- the service works as may not write `audit_head` (platform::rights).
alter function wait_for_the_audit_head() security definer set search_path = public, pg_temp;
alter function chain_audit_entry() security definer set search_path = public, pg_temp;
