-- Receipts by what kind of customer received which offer on which day.
select
  p.profile_key,
  r.offer_key,
  r.received_time_id / 24 + 1 as day,
  count(*) as receipts,
  count(r.viewed_time_id) as viewed,
  count(*) filter (where r.viewed_late) as viewed_late,
  count(r.completed_time_id) as completed,
  count(*) filter (where r.completed_after_view) as completed_after_view
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
group by 1, 2, 3
