-- Completed receipts by the profile of the customer who completed which offer on which day, under each aspect, with the hours that it took.
select
  warehouse.aspect(grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.profile_key, p.buying_key, p.age_key, p.month_key) as profile_key,
  r.offer_key,
  r.completed_time_id / 24 + 1 as day,
  count(*) as completions,
  sum(r.completed_time_id - r.received_time_id)::bigint as hours,
  min(r.completed_time_id - r.received_time_id) as least_hours,
  max(r.completed_time_id - r.received_time_id) as greatest_hours
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.completed_time_id is not null
group by grouping sets ((p.profile_key, 3, 4), (p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
