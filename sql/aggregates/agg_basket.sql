-- Purchases by what kind of customer made them, by whether an offer was completed in the same hour, and by how large they are: in bands of
-- $5, the last one open.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  t.offers_completed > 0 as at_completion,
  least(t.amount_cents / 500, 10)::int as band,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  min(t.amount_cents) as least_cents,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents
from live.fact_transaction t
join live.dim_customer c using (loaded, customer_key)
group by 1, 2, 3, 4, 5, 6
