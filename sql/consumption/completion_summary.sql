-- One row per offer, by the published method: how many customers received it and how many completed it, counting each pair of
-- customer and offer once, however often the offer was sent.
--
-- offer_id: Id of the offer in the source files.
-- offer_type: Kind of offer, such as bogo (buy one, get one), discount or informational.
-- web: Whether the offer is sent through the web.
-- email: Whether the offer is sent by email.
-- mobile: Whether the offer is sent to mobile phones.
-- social: Whether the offer is sent through social media.
-- offers_received: Pairs of customer and offer with a received event (count).
-- offers_completed: Pairs of customer and offer with a completed event (count).
select
  o.offer_id,
  o.offer_type,
  coalesce(c.web, false) as web,
  coalesce(c.email, false) as email,
  coalesce(c.mobile, false) as mobile,
  coalesce(c.social, false) as social,
  coalesce(e.offers_received, 0) as offers_received,
  coalesce(e.offers_completed, 0) as offers_completed
from live.dim_offer o
left join (
  select b.offer_key,
         bool_or(channel = 'web') as web,
         bool_or(channel = 'email') as email,
         bool_or(channel = 'mobile') as mobile,
         bool_or(channel = 'social') as social
  from live.bridge_offer_channel b join live.dim_channel using (channel_key)
  group by b.offer_key
) c using (offer_key)
left join (
  select offer_key, count(received_time_id) as offers_received, count(completed_time_id) as offers_completed
  from live.fact_events
  where offer_key is not null -- most rows are purchases that no offer took
  group by offer_key
) e using (offer_key)
