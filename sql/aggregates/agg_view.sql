-- Viewed receipts by the profile of the customer who viewed which offer on which day, under each aspect.
select
  warehouse.aspect(grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.profile_key, p.buying_key, p.age_key, p.month_key) as profile_key,
  r.offer_key,
  r.viewed_time_id / 24 + 1 as day,
  count(*) as views
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.viewed_time_id is not null
group by grouping sets ((p.profile_key, 3, 4), (p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
