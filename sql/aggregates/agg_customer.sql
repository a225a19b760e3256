-- Customers by kind of people, by how they buy, and by when they joined: what they received, completed and bought.
select
  p.profile_key as people_key,
  p.activity_key,
  p.month_key,
  count(*) as members,
  count(*) filter (where c.income_cents is null) as unknown_income,
  count(r.customer_key) as receivers,
  count(*) filter (where r.completed > 0) as completers,
  count(b.customer_key) as buyers,
  coalesce(sum(r.receipts), 0)::bigint as receipts,
  coalesce(sum(b.purchases), 0)::bigint as purchases,
  coalesce(sum(b.spend_cents), 0)::bigint as spend_cents
from live.dim_customer c
join warehouse.customer_profile p using (loaded, customer_key)
left join (
  select customer_key, count(*) as receipts, count(completed_time_id) filter (where completable) as completed
  from live.fact_offer_receipt join live.dim_offer using (offer_key) group by customer_key
) r using (customer_key)
left join live.customer_activity b using (customer_key)
group by 1, 2, 3
