-- One row per offer, as it stands in this data version: what it asks for, what it gives, and how it is sent.
--
-- offer_id: Id of the offer in the source files.
-- offer_name: What the offer is, in words.
-- offer_type: Kind of offer, such as bogo (buy one, get one), discount or informational.
-- channels: Channels that the offer is sent through, in alphabetical order, joined by |.
-- difficulty: Least amount to spend to complete the offer (US dollars).
-- reward: What the customer gets for completing the offer (US dollars).
-- duration_days: How long the offer is open after it was received (days).
-- completable: Whether the offer can be completed; informational offers cannot.
select
  o.offer_id,
  o.offer_name,
  o.offer_type,
  coalesce(c.channels, '') as channels,
  o.difficulty_cents * 0.01 as difficulty,
  o.reward_cents * 0.01 as reward,
  o.duration_days,
  o.completable
from live.dim_offer o
left join (
  select b.offer_key, string_agg(d.channel, '|' order by d.channel) as channels
  from live.bridge_offer_channel b join live.dim_channel d using (channel_key)
  group by b.offer_key
) c using (offer_key)
