-- One row per channel, by the audited method: of the receipts through the channel that can be completed, how many were. Channels
-- overlap, an offer goes out by several at once and always by the same ones, so no cause can be read from a difference. The
-- interval takes receipts as independent of each other.
--
-- channel: Channel that offers are sent through.
-- offers: Offers that are sent through the channel and were received (count).
-- receipts: Receipts of these offers (count).
-- viewed: Receipts that were viewed (count).
-- completed: Receipts that were completed (count).
-- completed_after_view: Receipts that were completed, and had been viewed by then (count).
-- completable_receipts: Receipts of offers that can be completed: the n of the rate (count).
-- completion_rate: Completed of completable receipts (fraction of 1).
-- wilson_low: Lower end of the rate's 95 % Wilson interval (fraction of 1).
-- wilson_high: Upper end of the rate's 95 % Wilson interval (fraction of 1).
select
  channel,
  offers,
  receipts,
  viewed,
  completed,
  completed_after_view,
  completable as completable_receipts,
  completed::double precision / nullif(completable, 0) as completion_rate,
  consumption.wilson_low(completed, completable) as wilson_low,
  consumption.wilson_high(completed, completable) as wilson_high
from (
  select c.channel,
         count(*) as offers,
         sum(r.receipts)::bigint as receipts,
         sum(r.viewed)::bigint as viewed,
         sum(r.completed)::bigint as completed,
         sum(r.completed_after_view)::bigint as completed_after_view,
         coalesce(sum(r.receipts) filter (where o.completable), 0)::bigint as completable
  from (
    select offer_key,
           count(*) as receipts,
           count(viewed_time_id) as viewed,
           count(completed_time_id) as completed,
           count(*) filter (where completed_after_view) as completed_after_view
    from live.fact_offer_receipt
    group by offer_key
  ) r
  join live.dim_offer o using (offer_key)
  join live.bridge_offer_channel using (offer_key)
  join live.dim_channel c using (channel_key)
  group by c.channel
) per_channel
