-- Different customers by kind and by whether offers can be completed: how many received any such offer, and how many completed one.
select p.profile_key, r.completable, count(*) as receivers, count(*) filter (where r.completed > 0) as completers
from warehouse.customer_profile p
join (
  select customer_key, completable, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt r join live.dim_offer using (offer_key)
  group by customer_key, completable
) r using (customer_key)
group by 1, 2
