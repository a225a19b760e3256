-- Design effects: by how much less figures tell because customers have several of what is counted (metrics.Effects says what for). Each is measured
-- over everything, which has no dimension; over the customers of a kind; over the parts of customers that belong to an offer, a day or a band; and
-- over those in either half of the days. Of a median it is the effect of the share below it. Twenty thousand customers, drawn by a hash of their
-- ids, tell it to a few percent.
with drawn as materialized (
  select loaded, customer_key, age_group, income_band, coalesce(extract(year from member_since)::text, 'Unknown') as member_year,
         case gender when 'F' then 'Women' when 'M' then 'Men' when 'O' then 'Other' else 'Unknown' end as gender
  from live.dim_customer
  where (hashtext(customer_id) & 2147483647) % (select count(*) / 20000 + 1 from live.dim_customer) = 0
),
terms as (
  select offer_key, completable, case when count(*) over (partition by offer_name) > 1 then offer_name || ' · ' || offer_id else offer_name end as offer,
         case offer_type when 'bogo' then 'Buy one, get one' else upper(left(offer_type, 1)) || substr(offer_type, 2) end as offer_type,
         12 * greatest(1, ceil(max(duration_days) over () / 15.5))::int as band
  from live.dim_offer
),
receipt as materialized (
  select customer_key, offer, offer_type, completable, band, received_time_id, viewed_time_id, viewed_late, completed_time_id, completed_after_view,
         completed_time_id - received_time_id as hours
  from live.fact_offer_receipt join drawn using (loaded, customer_key) join terms using (offer_key)
),
purchase as materialized (
  select customer_key, time_id, amount_cents, offers_completed > 0 as completing from live.fact_transaction join drawn using (loaded, customer_key)
),
middle as materialized (
  select (select percentile_cont(0.5) within group (order by hours) from receipt) as hours_median,
         (select percentile_cont(0.5) within group (order by amount_cents) from purchase) as basket_median,
         (select greatest((select max(greatest(received_time_id, completed_time_id)) from receipt), (select max(time_id) from purchase))) / 24 + 1 as days
),
-- What each customer has of everything, and of each part of it.
received as materialized (
  select customer_key, case when offer is not null then 'offer' when offer_type is not null then 'offer_type' when day is not null then 'day' when half is not null then 'half' else '' end as dimension,
         coalesce(offer, offer_type, day::text, half::text, '') as value,
         count(*) as receipts, count(viewed_time_id) as viewed, count(*) filter (where viewed_late) as viewed_late, count(*) filter (where completable) as completable,
         count(completed_time_id) filter (where completable) as completed, count(*) filter (where completed_after_view and completable) as completed_after_view
  from (select *, received_time_id / 24 + 1 as day, received_time_id / 24 < days / 2 as half from receipt, middle) receipt
  group by customer_key, grouping sets ((), (offer), (offer_type), (day), (half))
),
seen as materialized (
  select customer_key, case when offer is not null then 'offer' when offer_type is not null then 'offer_type' when day is not null then 'day' when half is not null then 'half' else '' end as dimension,
         coalesce(offer, offer_type, day::text, half::text, '') as value, count(*) as views
  from (select *, viewed_time_id / 24 + 1 as day, viewed_time_id / 24 < days / 2 as half from receipt, middle where viewed_time_id is not null) receipt
  group by customer_key, grouping sets ((), (offer), (offer_type), (day), (half))
),
done as materialized (
  select customer_key, case when offer is not null then 'offer' when offer_type is not null then 'offer_type' when day is not null then 'day' when half is not null then 'half'
         when hours_band is not null then 'hours_band' else '' end as dimension,
         coalesce(offer, offer_type, day::text, half::text, hours_band::text, '') as value, count(*) as completions, count(*) filter (where hours <= hours_median) as quick
  from (
    select *, completed_time_id / 24 + 1 as day, completed_time_id / 24 < days / 2 as half, hours / band * band as hours_band
    from receipt, middle where completed_time_id is not null
  ) receipt
  group by customer_key, grouping sets ((), (offer), (offer_type), (day), (half), (hours_band))
),
bought as materialized (
  select customer_key, case when day is not null then 'day' when hour is not null then 'hour' when half is not null then 'half' when at_completion is not null then 'at_completion'
         when basket_band is not null then 'basket_band' else '' end as dimension,
         coalesce(day::text, hour::text, half::text, at_completion, basket_band, '') as value,
         count(*) as purchases, count(*) filter (where completing) as completing, sum(amount_cents)::float8 as cents, count(*) filter (where amount_cents <= basket_median) as small, max(time_id) as last
  from (
    select *, time_id / 24 + 1 as day, time_id % 24 as hour, time_id / 24 < days / 2 as half,
           case when completing then 'At a completion' else 'Without a completion' end as at_completion,
           case when amount_cents >= 5000 then '$50 and above' else '$' || amount_cents / 500 * 5 || '–' || amount_cents / 500 * 5 + 5 end as basket_band
    from purchase, middle
  ) purchase
  group by customer_key, grouping sets ((), (day), (hour), (half), (at_completion), (basket_band))
),
paired as materialized ( -- as published
  select customer_key, '' as dimension, '' as value, count(received_time_id) as received, count(completed_time_id) as completed,
         count(*) filter (where completed_time_id is not null and received_time_id is not null) as pairs
  from live.fact_events join drawn using (loaded, customer_key)
  where offer_key is not null
  group by 1
),
-- The kinds that a customer is of.
kind as materialized (
  select customer_key, kind.*
  from drawn
  left join (
    select customer_key, ceil(3 * cume_dist() over (order by last)) as recency, ceil(3 * cume_dist() over (order by purchases)) as frequency,
           ceil(3 * cume_dist() over (order by cents)) as spend
    from bought where dimension = ''
  ) activity using (customer_key),
  lateral (values ('age_group', age_group), ('gender', gender), ('income_band', income_band), ('member_year', member_year),
    ('recency', coalesce((array['Long ago', 'In between', 'Lately'])[recency], 'Never')), ('frequency', coalesce((array['Seldom', 'Sometimes', 'Often'])[frequency], 'Never')),
    ('spend', coalesce((array['Little', 'Medium', 'Much'])[spend], 'Nothing')),
    ('segment', case when recency is null then 'Never bought' when recency = 3 and frequency = 3 and spend = 3 then 'Best' when frequency = 3 then 'Loyal'
      when spend = 3 then 'Big baskets' when recency = 3 then 'Recent' when recency = 1 and (frequency = 2 or spend = 2) then 'Slipping' else 'Occasional' end)) kind (dimension, value)
)
select figure, dimension, value, customers::float8, effect::float8
from (
  select dimension, value, sum(receipts) / live.effect_of_sum(receipts, receipts) as customers, jsonb_build_object(
    'receipts', live.effect_of_sum(receipts, receipts), 'viewed', live.effect_of_sum(viewed, viewed), 'viewed_late', live.effect_of_sum(viewed_late, viewed_late),
    'completable', live.effect_of_sum(completable, completable), 'completed', live.effect_of_sum(completed, completed),
    'completed_after_view', live.effect_of_sum(completed_after_view, completed_after_view),
    'completed_without_view', live.effect_of_sum(completed - completed_after_view, completed - completed_after_view),
    'view_rate', live.effect_of_rate(viewed, receipts), 'late_view_rate', live.effect_of_rate(viewed_late, viewed),
    'completion_rate', live.effect_of_rate(completed, completable), 'viewed_completion_rate', live.effect_of_rate(completed_after_view, completable),
    'without_view_rate', live.effect_of_rate(completed - completed_after_view, completed)) as effects
  from (
    select * from received
    union all
    select customer_key, kind.dimension, kind.value, receipts, viewed, viewed_late, completable, completed, completed_after_view from kind join received using (customer_key) where received.dimension = ''
  ) received
  group by 1, 2
  union all
  select dimension, value, sum(views) / live.effect_of_sum(views, views), jsonb_build_object('views', live.effect_of_sum(views, views))
  from (select * from seen union all select customer_key, kind.dimension, kind.value, views from kind join seen using (customer_key) where seen.dimension = '') seen
  group by 1, 2
  union all
  select dimension, value, sum(completions) / live.effect_of_sum(completions, completions), jsonb_build_object('completions', live.effect_of_sum(completions, completions), 'hours_median', live.effect_of_rate(quick, completions))
  from (select * from done union all select customer_key, kind.dimension, kind.value, completions, quick from kind join done using (customer_key) where done.dimension = '') done
  group by 1, 2
  union all
  select dimension, value, sum(purchases) / live.effect_of_sum(purchases, purchases), jsonb_build_object(
    'purchases', live.effect_of_sum(purchases, purchases), 'purchases_at_completions', live.effect_of_sum(completing, completing),
    'sales', live.effect_of_sum(cents, purchases), 'basket_median', live.effect_of_rate(small, purchases))
  from (select * from bought union all select customer_key, kind.dimension, kind.value, purchases, completing, cents, small, last from kind join bought using (customer_key) where bought.dimension = '') bought
  group by 1, 2
  union all
  select dimension, value, sum(received) / live.effect_of_sum(received, received), jsonb_build_object(
    'published_received', live.effect_of_sum(received, received), 'published_completed', live.effect_of_sum(completed, completed),
    'published_pairs', live.effect_of_sum(pairs, pairs), 'published_rate', live.effect_of_rate(completed, received))
  from (select * from paired union all select customer_key, kind.dimension, kind.value, received, completed, pairs from kind join paired using (customer_key)) paired
  group by 1, 2
) measured, jsonb_each_text(effects) each (figure, effect)
where customers is not null and effect is not null
