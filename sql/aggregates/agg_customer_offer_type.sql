-- Different customers by kind, type of offer and whether it can be completed: how many received any such offer, and how many completed one.
select p.profile_key, r.offer_type, r.completable, count(*) as receivers, count(*) filter (where r.completed > 0) as completers
from warehouse.customer_profile p
join (
  select customer_key, offer_type, completable, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  group by customer_key, offer_type, completable
) r using (customer_key)
group by 1, 2, 3
