-- Customers by kind, by when they joined, and by how they buy: what they received, completed and bought.
select
  p.profile_key,
  coalesce(to_char(c.member_since, 'YYYY-MM'), 'Unknown') as member_month,
  b.recency, b.frequency, b.spend,
  min(c.member_since) as first_day,
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
left join (
  select customer_key, purchases, spend_cents,
         ceil(3 * cume_dist() over (order by last_time_id))::int as recency,
         ceil(3 * cume_dist() over (order by purchases))::int as frequency,
         ceil(3 * cume_dist() over (order by spend_cents))::int as spend
  from (
    select customer_key, count(*) as purchases, sum(amount_cents)::bigint as spend_cents, max(time_id) as last_time_id
    from live.fact_transaction group by customer_key
  ) bought
) b using (customer_key)
group by 1, 2, 3, 4, 5
