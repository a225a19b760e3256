-- What customers are, under each aspect, numbered in this version: kinds of people by age group, gender, income and the year in which they joined;
-- ways of buying; ages in years; months of joining. What aggregates have of customers is such a number (Kimball calls it a mini-dimension). One
-- number for all of it would tell nearly every customer apart, so the other aspects have numbers, and parts of the aggregates, of their own.
select row_number() over (order by aspect, age_group, gender, income_band, member_year, recency, frequency, spend, age, member_month)::int as profile_key, profile.*
from (
  select
    'people' as aspect,
    age_group,
    case gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
    income_band,
    extract(year from member_since)::int as member_year,
    min(age) as least_age,
    min(income_cents) as least_income_cents,
    null::int as recency, null::int as frequency, null::int as spend,
    null::int as age,
    null as member_month, null::date as first_day
  from live.dim_customer
  group by 2, 3, 4, 5
  union all
  select distinct 'buying', null, null, null, null::int, null::smallint, null::bigint, a.recency, a.frequency, a.spend, null::int, null, null::date
  from live.dim_customer left join live.customer_activity a using (customer_key)
  union all
  select 'age', age_group, null, null, null, min(age), null, null, null, null, case when age_group <> 'Unknown' then age::int end, null, null
  from live.dim_customer
  group by age_group, case when age_group <> 'Unknown' then age::int end
  union all
  select 'month', null, null, null, extract(year from min(member_since))::int, null, null, null, null, null, null,
         coalesce(to_char(member_since, 'YYYY-MM'), 'Unknown'), min(member_since)
  from live.dim_customer
  group by coalesce(to_char(member_since, 'YYYY-MM'), 'Unknown')
) profile
