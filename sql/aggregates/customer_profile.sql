-- The kind of each customer, for the aggregates of the version that is being summed up, and a place among the others of the kind, in the order in
-- which they joined: a set of customers is a row of bits, one for each place. Blocks of places keep the rows short.
truncate warehouse.customer_profile, warehouse.customer_block;
insert into warehouse.customer_profile
select loaded, customer_key, profile_key, dense_rank() over (order by profile_key, place / 2048)::int as block_key, place % 2048
from (
  select c.loaded, c.customer_key, p.profile_key,
         row_number() over (partition by p.profile_key order by c.member_since, c.customer_key)::int - 1 as place
  from live.dim_customer c
  join live.dim_profile p
    on p.age_group = c.age_group
    and p.gender = case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end
    and p.income_band = c.income_band
    and coalesce(p.member_year, 0) = coalesce(extract(year from c.member_since)::int, 0)
) placed;
insert into warehouse.customer_block
select block_key, repeat('0', count(*)::int)::bit varying from warehouse.customer_profile group by 1;
analyze warehouse.customer_profile, warehouse.customer_block
