-- Completed receipts by what kind of customer completed which offer on which day, with the hours that it took.
select
  p.profile_key,
  r.offer_key,
  r.completed_time_id / 24 + 1 as day,
  count(*) as completions,
  sum(r.completed_time_id - r.received_time_id)::bigint as hours,
  min(r.completed_time_id - r.received_time_id) as least_hours,
  max(r.completed_time_id - r.received_time_id) as greatest_hours
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.completed_time_id is not null
group by 1, 2, 3
