-- The amount of every purchase by what kind of customer made it, and whether an offer was completed in the same hour. In order, which keeps
-- the memory that this takes small: what has an order is grouped by sorting.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  t.offers_completed > 0 as at_completion,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  array_agg(t.amount_cents order by t.amount_cents) as amounts_cents
from live.fact_transaction t
join live.dim_customer c using (loaded, customer_key)
group by 1, 2, 3, 4, 5
