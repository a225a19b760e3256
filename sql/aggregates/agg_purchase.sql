-- Purchases by the profile of the customer who bought at which hour of which day, under each aspect, at a completion or not.
select
  warehouse.aspect(grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.profile_key, p.buying_key, p.age_key, p.month_key) as profile_key,
  t.time_id,
  t.offers_completed > 0 as at_completion,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents,
  min(t.amount_cents) as least_cents
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
group by grouping sets ((p.profile_key, 3, 4), (p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
