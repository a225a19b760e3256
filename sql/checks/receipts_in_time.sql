-- Every receipt is of an offer that this version has, was completed, if at all, before the offer ran out, and is marked as viewed late
-- when it was.
with offer as materialized ( -- few, and looked up in memory
  select offer_key, duration_days from live.dim_offer
)
select r.receipt_key, r.customer_key, r.offer_key, r.received_time_id, r.viewed_time_id, r.completed_time_id, r.viewed_late, o.duration_days
from live.fact_offer_receipt r
left join offer o using (offer_key)
where o.offer_key is null
   or r.completed_time_id > r.received_time_id + o.duration_days::bigint * 24
   or r.viewed_late <> coalesce(r.viewed_time_id > r.received_time_id + o.duration_days::bigint * 24, false)
limit 5
