-- Different customers by kind and channel: how many received an offer that goes out by it, and how many completed one.
select p.profile_key, r.channel, count(*) as receivers, count(*) filter (where r.completed > 0) as completers
from warehouse.customer_profile p
join (
  select customer_key, channel, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  join live.bridge_offer_channel using (offer_key) join live.dim_channel using (channel_key)
  group by customer_key, channel
) r using (customer_key)
group by 1, 2
