-- Kinds of customers: by age group, gender, income and the year in which they joined, numbered in this version. What aggregates have of
-- customers is the number of their kind (Kimball calls it a mini-dimension).
select row_number() over (order by age_group, gender, income_band, member_year)::int as profile_key, kind.*
from (
  select
    age_group,
    case gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender,
    income_band,
    extract(year from member_since)::int as member_year,
    min(age) as least_age,
    min(income_cents) as least_income_cents
  from live.dim_customer
  group by 1, 2, 3, 4
) kind
