-- Purchases by what kind of customer made them on which day, by whether an offer was completed in the same hour, and by how large they are: in
-- bands of $5, the last one open.
select
  p.profile_key,
  t.time_id / 24 + 1 as day,
  t.offers_completed > 0 as at_completion,
  least(t.amount_cents / 500, 10)::int as band,
  min(t.amount_cents) as least_cents,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
group by 1, 2, 3, 4
