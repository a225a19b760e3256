-- Different customers by kind and type of offer: how many received any of the type, and how many completed one.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  r.offer_type,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  count(*) as receivers,
  count(*) filter (where r.completed > 0) as completers
from live.dim_customer c
join (
  select customer_key, offer_type, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  group by customer_key, offer_type
) r using (customer_key)
group by 1, 2, 3, 4, 5
