-- Different customers by kind and by whether offers can be completed: how many received any such offer, and how many completed one.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  r.completable,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  count(*) as receivers,
  count(*) filter (where r.completed > 0) as completers
from live.dim_customer c
join (
  select customer_key, completable, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  group by customer_key, completable
) r using (customer_key)
group by 1, 2, 3, 4, 5
