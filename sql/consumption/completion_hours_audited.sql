-- One row per number of hours between receiving and completing, by the audited method: how many receipts took that long.
--
-- hours_to_complete: From received to completed (hours).
-- completions: Receipts (count).
select completed_time_id - received_time_id as hours_to_complete, count(*) as completions
from live.fact_offer_receipt
where completed_time_id is not null
group by completed_time_id - received_time_id
