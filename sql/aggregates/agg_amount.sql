-- The amount of every purchase by the profile of the customer under each aspect, whether an offer was completed in the same hour, and the band of
-- amounts that it is in; and once more by kind of people and by day, in wider bands. A quartile is found among the purchases of one band, once the bands before it are counted: so the
-- more purchases there are of each kind, the more bands, of about as many purchases each. Amounts are in order only so that kinds are grouped by
-- sorting, which keeps the memory that this takes small.
with amount as (
  select amount_cents, count(*) as purchases, sum(count(*)) over (order by amount_cents) as upto, sum(count(*)) over () as total
  from live.fact_transaction
  group by 1
),
kind as (
  select 2 * count(*) as kinds, (select max(time_id) / 24 + 1 from live.fact_transaction) as days from live.dim_profile where aspect = 'people'
),
banded as (
  select amount_cents,
         floor((upto - purchases) / total * ceil(sqrt(total / kinds)))::int as band,
         floor((upto - purchases) / total * ceil(sqrt(total / (kinds * days))))::int as wide_band
  from amount, kind
)
select row_number() over ()::int as amounts_key, grouped.*
from (
  select coalesce(p.profile_key, p.buying_key, p.age_key, p.month_key) as profile_key, t.offers_completed > 0 as at_completion,
         t.time_id / 24 + 1 as day, coalesce(b.band, b.wide_band) as band,
         count(*) as purchases, array_agg(t.amount_cents order by t.amount_cents) as amounts_cents,
         warehouse.aspect(grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)) as aspect
  from live.fact_transaction t
  join warehouse.customer_profile p using (loaded, customer_key)
  join banded b using (amount_cents)
  group by grouping sets (
    (p.profile_key, 2, b.band), (p.profile_key, 2, 3, b.wide_band), (p.buying_key, 2, b.band), (p.age_key, 2, b.band), (p.month_key, 2, b.band)
  )
) grouped
