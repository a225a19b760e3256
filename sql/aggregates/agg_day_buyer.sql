-- Who bought anything on which day, at a completion or not, block by block of customers.
select
  p.block_key,
  p.profile_key,
  t.time_id / 24 + 1 as day,
  t.offers_completed > 0 as at_completion,
  bit_or(set_bit(b.nobody, p.place, 1)) as buyers
from live.fact_transaction t
join warehouse.customer_profile p using (loaded, customer_key)
join warehouse.customer_block b using (block_key)
group by 1, 2, 3, 4
