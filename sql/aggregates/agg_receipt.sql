-- Receipts by the profile of the customer who received which offer on which day, under each aspect.
select
  warehouse.aspect(grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.profile_key, p.buying_key, p.age_key, p.month_key) as profile_key,
  r.offer_key,
  r.received_time_id / 24 + 1 as day,
  count(*) as receipts,
  count(r.viewed_time_id) as viewed,
  count(*) filter (where r.viewed_late) as viewed_late,
  count(r.completed_time_id) as completed,
  count(*) filter (where r.completed_after_view) as completed_after_view
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
group by grouping sets ((p.profile_key, 3, 4), (p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
