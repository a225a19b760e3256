-- The kind of each customer, for the aggregates of the version that is being summed up.
truncate warehouse.customer_profile;
insert into warehouse.customer_profile
select c.loaded, c.customer_key, p.profile_key
from live.dim_customer c
join live.dim_profile p
  on p.age_group = c.age_group
  and p.gender = case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end
  and p.income_band = c.income_band
  and coalesce(p.member_year, 0) = coalesce(extract(year from c.member_since)::int, 0);
analyze warehouse.customer_profile
