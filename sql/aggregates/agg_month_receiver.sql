-- Who received which offer on which day, and who completed it, by the month in which they joined, block by block of customers.
select
  p.block_key,
  p.profile_key,
  coalesce(to_char(c.member_since, 'YYYY-MM'), 'Unknown') as member_month,
  r.offer_key,
  r.received_time_id / 24 + 1 as day,
  min(c.member_since) as first_day,
  bit_or(set_bit(b.nobody, p.place, 1)) as receivers,
  bit_or(set_bit(b.nobody, p.place, 1)) filter (where r.completed_time_id is not null and o.completable) as completers
from live.fact_offer_receipt r
join live.dim_offer o using (offer_key)
join live.dim_customer c using (loaded, customer_key)
join warehouse.customer_profile p using (loaded, customer_key)
join warehouse.customer_block b using (block_key)
group by 1, 2, 3, 4, 5
