-- Which customers have a profile, under each aspect but that of people, block by block of them.
select
  warehouse.aspect(8 + grouping(p.buying_key, p.age_key, p.month_key)) as aspect,
  coalesce(p.buying_key, p.age_key, p.month_key) as profile_key,
  p.block_key,
  bit_or(set_bit(b.nobody, p.place, 1)) as members
from warehouse.customer_profile p
join warehouse.customer_block b using (block_key)
group by grouping sets ((p.buying_key, p.block_key), (p.age_key, p.block_key), (p.month_key, p.block_key))
