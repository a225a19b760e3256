-- Completed receipts by the profile of the customer who completed which offer in how many hours, under each aspect, whenever that was. Those of kinds of
-- people are made of what is summed up by day.
select 'people' as aspect, profile_key, offer_key, hours, sum(completions)::bigint as completions
from live.agg_completion_day_hours
group by 2, 3, 4
union all
select
  warehouse.aspect(8 + grouping(p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.buying_key, p.age_key, p.month_key) as profile_key,
  r.offer_key,
  r.completed_time_id - r.received_time_id as hours,
  count(*) as completions
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.completed_time_id is not null
group by grouping sets ((p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
