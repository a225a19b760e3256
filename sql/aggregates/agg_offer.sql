-- Receipts by offer, by kind of people and by the customer's profile under each other aspect, whenever that was; what was completed of them, with the
-- hours that it took.
select
  case grouping(p.buying_key, p.age_key, p.month_key) when 7 then 'people' when 3 then 'people buying' when 5 then 'people age' else 'people month' end as aspect,
  p.profile_key as people_key,
  p.buying_key,
  p.age_key,
  p.month_key,
  r.offer_key,
  count(*) as receipts,
  count(r.viewed_time_id) as viewed,
  count(*) filter (where r.viewed_late) as viewed_late,
  count(r.completed_time_id) as completed,
  count(*) filter (where r.completed_after_view) as completed_after_view,
  sum(r.completed_time_id - r.received_time_id)::bigint as hours,
  min(r.completed_time_id - r.received_time_id) as least_hours,
  max(r.completed_time_id - r.received_time_id) as greatest_hours
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
group by grouping sets (
  (p.profile_key, r.offer_key), (p.profile_key, p.buying_key, r.offer_key), (p.profile_key, p.age_key, r.offer_key), (p.profile_key, p.month_key, r.offer_key)
)
