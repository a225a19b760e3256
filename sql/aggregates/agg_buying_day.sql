-- Purchases by how their customers buy and what kind of people they are, whenever they joined, day by day: for the first kind of those that
-- differ by nothing else.
select
  p.buying_key as profile_key,
  k.people_key,
  t.time_id / 24 + 1 as day,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents,
  count(*) filter (where t.offers_completed > 0) as purchases_at_completions,
  coalesce(sum(t.amount_cents) filter (where t.offers_completed > 0), 0)::bigint as cents_at_completions
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
join (
  select profile_key, min(profile_key) over (partition by age_group, gender, income_band) as people_key from live.dim_profile where aspect = 'people'
) k using (profile_key)
group by 1, 2, 3
