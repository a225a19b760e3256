-- The amount of every purchase by what kind of customer made it, and whether an offer was completed in the same hour. In order, which keeps
-- the memory that this takes small: what has an order is grouped by sorting.
select p.profile_key, t.offers_completed > 0 as at_completion, array_agg(t.amount_cents order by t.amount_cents) as amounts_cents
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
group by 1, 2
