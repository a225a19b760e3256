-- One row per channel, by the published method: of the pairs of customer and offer that were received through the channel, how
-- many were completed. Informational offers, which cannot be completed, weigh down the channels that carry them. Channels overlap:
-- an offer goes out by several at once.
--
-- channel: Channel that offers are sent through.
-- offers_received: Pairs of customer and offer with a received event, over the channel's offers: the n of the rate (count).
-- offers_completed: Pairs of customer and offer with a completed event, over the channel's offers (count).
-- completion_rate: Offers completed of offers received (fraction of 1).
-- wilson_low: Lower end of the rate's 95 % Wilson interval (fraction of 1).
-- wilson_high: Upper end of the rate's 95 % Wilson interval (fraction of 1).
select
  channel,
  received as offers_received,
  completed as offers_completed,
  completed::double precision / nullif(received, 0) as completion_rate,
  consumption.wilson_low(completed, received) as wilson_low,
  consumption.wilson_high(completed, received) as wilson_high
from (
  select c.channel, sum(e.received)::bigint as received, sum(e.completed)::bigint as completed
  from (
    select offer_key, count(received_time_id) as received, count(completed_time_id) as completed
    from live.fact_events
    where offer_key is not null
    group by offer_key
  ) e
  join live.bridge_offer_channel using (offer_key)
  join live.dim_channel c using (channel_key)
  group by c.channel
) per_channel
