-- Why a refund failed, in the gateway's words.
alter table refunds add column failure text;
create index refunds_failed on refunds (refund_date) where refund_status = 'failed';
