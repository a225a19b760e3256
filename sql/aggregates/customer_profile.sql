-- The profile of each customer under each aspect, for the aggregates of the version that is being summed up, and a place among the others of the
-- same kind of people, in the order in which they joined: a set of customers is a row of bits, one for each place. Blocks of places keep the rows short.
truncate warehouse.customer_profile, warehouse.customer_block;
set local enable_nestloop = off; -- Postgres expects that hardly anybody has one of the profiles, and would look through all of them for each
insert into warehouse.customer_profile
select loaded, customer_key, profile_key, buying_key, age_key, month_key, kind_key, dense_rank() over (order by profile_key, place / 2048)::int as block_key, place % 2048
from (
  select c.loaded, c.customer_key, p.profile_key, w.profile_key as buying_key, y.profile_key as age_key, m.profile_key as month_key, p.kind_key,
         row_number() over (partition by p.profile_key order by c.member_since, c.customer_key)::int - 1 as place
  from live.dim_customer c
  left join live.customer_activity a using (customer_key)
  join (select *, min(profile_key) over (partition by age_group, gender, income_band) as kind_key from live.dim_profile where aspect = 'people') p
    on p.age_group = c.age_group
    and p.gender = case c.gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end
    and p.income_band = c.income_band
    and coalesce(p.member_year, 0) = coalesce(extract(year from c.member_since)::int, 0)
  join live.dim_profile w
    on w.aspect = 'buying'
    and coalesce(w.recency, 0) = coalesce(a.recency, 0) and coalesce(w.frequency, 0) = coalesce(a.frequency, 0) and coalesce(w.spend, 0) = coalesce(a.spend, 0)
  join live.dim_profile y
    on y.aspect = 'age'
    and y.age_group = c.age_group and coalesce(y.age, -1) = coalesce(case when c.age_group <> 'Unknown' then c.age::int end, -1)
  join live.dim_profile m
    on m.aspect = 'month'
    and m.member_month = coalesce(to_char(c.member_since, 'YYYY-MM'), 'Unknown')
) placed;
set local enable_nestloop = on;
insert into warehouse.customer_block
select block_key, repeat('0', count(*)::int)::bit varying from warehouse.customer_profile group by 1;
analyze warehouse.customer_profile, warehouse.customer_block
