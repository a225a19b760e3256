-- Purchases by the customer's profile under each aspect, at a completion or not, and how large they are, whenever that was. Those of kinds of people
-- are made of what is summed up by day. Behind "offset 0" Postgres does not see that bands are made of amounts; it would expect as many, and sort.
select 'people' as aspect, profile_key, at_completion, band, min(least_cents) as least_cents, sum(purchases)::bigint as purchases, sum(amount_cents)::bigint as amount_cents
from live.agg_day_basket
group by 2, 3, 4
union all
select
  warehouse.aspect(8 + grouping(p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.buying_key, p.age_key, p.month_key) as profile_key,
  t.at_completion,
  t.band,
  min(t.amount_cents) as least_cents,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents
from (
  select loaded, customer_key, amount_cents, offers_completed > 0 as at_completion, least(amount_cents / 500, 10)::int as band from live.fact_transaction offset 0
) t
join warehouse.customer_profile p using (loaded, customer_key)
group by grouping sets ((p.buying_key, 3, 4), (p.age_key, 3, 4), (p.month_key, 3, 4))
