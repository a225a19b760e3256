-- The kind of each customer, for as long as a version is being summed up.
create temporary table customer_profile on commit drop as
select c.loaded, c.customer_key, p.profile_key
from live.dim_customer c
join live.dim_profile p
  on p.age_group = c.age_group
  and p.gender = case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end
  and p.income_band = c.income_band
  and coalesce(p.member_year, 0) = coalesce(extract(year from c.member_since)::int, 0);
analyze customer_profile
