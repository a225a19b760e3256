-- Receipts by what kind of customer received which offer, whenever that was; what was completed of them, with the hours that it took.
select
  c.age_group,
  case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
  c.income_band,
  extract(year from c.member_since)::int as member_year,
  r.offer_key,
  min(c.age) as least_age,
  min(c.income_cents) as least_income_cents,
  count(*) as receipts,
  count(r.viewed_time_id) as viewed,
  count(*) filter (where r.viewed_late) as viewed_late,
  count(r.completed_time_id) as completed,
  count(*) filter (where r.completed_after_view) as completed_after_view,
  sum(r.completed_time_id - r.received_time_id)::bigint as hours,
  min(r.completed_time_id - r.received_time_id) as least_hours,
  max(r.completed_time_id - r.received_time_id) as greatest_hours
from live.fact_offer_receipt r
join live.dim_customer c using (loaded, customer_key)
group by 1, 2, 3, 4, 5
