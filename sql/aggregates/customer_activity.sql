-- How recently, how often and for how much each customer bought, in thirds of all who bought anything. Model/tables.yaml says the same of a version
-- that is not summed up yet.
select customer_key, purchases, spend_cents,
       ceil(3 * cume_dist() over (order by last_time_id))::int as recency,
       ceil(3 * cume_dist() over (order by purchases))::int as frequency,
       ceil(3 * cume_dist() over (order by spend_cents))::int as spend,
       purchases_at_completions, cents_at_completions
from (
  select customer_key, count(*) as purchases, sum(amount_cents)::bigint as spend_cents, max(time_id) as last_time_id,
         count(*) filter (where offers_completed > 0) as purchases_at_completions,
         coalesce(sum(amount_cents) filter (where offers_completed > 0), 0)::bigint as cents_at_completions
  from live.fact_transaction group by customer_key
) bought
