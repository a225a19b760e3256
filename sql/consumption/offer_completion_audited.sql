-- One row per offer that was received, by the audited method: how its receipts went on. The interval takes receipts as independent
-- of each other.
--
-- offer_id: Id of the offer in the source files.
-- offer_name: What the offer is, in words.
-- offer_type: Kind of offer, such as bogo (buy one, get one), discount or informational.
-- customers: Customers who received the offer (count).
-- receipts: Receipts (count).
-- viewed: Receipts that were viewed (count).
-- viewed_late: Of these, viewed only after the offer had run out (count).
-- completed: Receipts that were completed (count).
-- completed_after_view: Of these, viewed by then (count).
-- completed_without_view: Of these, not viewed by then (count).
-- completable_receipts: Receipts that can be completed, none if the offer is informational: the n of the rate (count).
-- completion_rate: Completed of completable receipts, empty where there are none (fraction of 1).
-- wilson_low: Lower end of the rate's 95 % Wilson interval (fraction of 1).
-- wilson_high: Upper end of the rate's 95 % Wilson interval (fraction of 1).
-- mean_hours_to_complete: Mean time from received to completed (hours).
-- median_hours_to_complete: Median time from received to completed (hours).
-- reward_paid: Rewards for all completions (US dollars).
select
  o.offer_id,
  o.offer_name,
  o.offer_type,
  r.customers,
  r.receipts,
  r.viewed,
  r.viewed_late,
  r.completed,
  r.completed_after_view,
  r.completed - r.completed_after_view as completed_without_view,
  n.completable as completable_receipts,
  r.completed::double precision / nullif(n.completable, 0) as completion_rate,
  consumption.wilson_low(r.completed, n.completable) as wilson_low,
  consumption.wilson_high(r.completed, n.completable) as wilson_high,
  r.hours::double precision / nullif(r.completed, 0) as mean_hours_to_complete,
  r.median_hours as median_hours_to_complete,
  r.completed * o.reward_cents * 0.01 as reward_paid
from (
  select offer_key,
         count(distinct customer_key) as customers,
         count(*) as receipts,
         count(viewed_time_id) as viewed,
         count(*) filter (where viewed_late) as viewed_late,
         count(completed_time_id) as completed,
         count(*) filter (where completed_after_view) as completed_after_view,
         sum(completed_time_id - received_time_id) as hours,
         percentile_cont(0.5) within group (order by completed_time_id - received_time_id) as median_hours
  from live.fact_offer_receipt
  group by offer_key
) r
join live.dim_offer o using (offer_key)
cross join lateral (select case when o.completable then r.receipts else 0 end as completable) n
