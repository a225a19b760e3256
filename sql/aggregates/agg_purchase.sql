-- Purchases by what kind of customer bought at which hour of which day, at a completion or not.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  t.time_id,
  t.offers_completed > 0 as at_completion,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  count(*) as purchases,
  sum(t.amount_cents)::bigint as amount_cents
from live.fact_transaction t
join live.dim_customer c using (loaded, customer_key)
group by 1, 2, 3, 4, 5, 6
