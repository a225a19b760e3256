-- Completed receipts by what kind of customer completed which offer on which day, in how many hours.
select p.profile_key, r.offer_key, r.completed_time_id / 24 + 1 as day, r.completed_time_id - r.received_time_id as hours, count(*) as completions
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.completed_time_id is not null
group by 1, 2, 3, 4
