-- Receipts by what kind of customer received which offer on which day.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  r.offer_key,
  r.received_time_id / 24 + 1 as day,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  count(*) as receipts,
  count(r.viewed_time_id) as viewed,
  count(*) filter (where r.viewed_late) as viewed_late,
  count(r.completed_time_id) as completed,
  count(*) filter (where r.completed_after_view) as completed_after_view
from live.fact_offer_receipt r
join live.dim_customer c using (loaded, customer_key)
group by 1, 2, 3, 4, 5, 6
