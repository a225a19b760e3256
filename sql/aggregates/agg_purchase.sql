-- Purchases by what kind of customer bought at which hour of which day, at a completion or not.
select p.profile_key, t.time_id, t.offers_completed > 0 as at_completion, count(*) as purchases, sum(t.amount_cents)::bigint as amount_cents
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
group by 1, 2, 3
