-- Different customers by kind and offer: how many received it, and how many completed it.
select p.profile_key, r.offer_key, count(*) as receivers, count(*) filter (where r.completed > 0) as completers
from warehouse.customer_profile p
join (
  select customer_key, offer_key, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  group by customer_key, offer_key
) r using (customer_key)
group by 1, 2
