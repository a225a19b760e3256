-- The figures of the audited method, as one JSON document.
with receipt as (
  select r.*, o.offer_id, o.completable, o.reward_cents, c.age_group
  from plain.fact_offer_receipt r join plain.dim_offer o using (offer_key) join plain.dim_customer c using (customer_key)
), grouped as (
  select 'total' as by, 'total' as name, r.* from receipt r
  union all
  select 'by_offer', offer_id, r.* from receipt r
  union all
  select 'by_age_group', age_group, r.* from receipt r
  union all
  select 'by_channel', channel, r.*
  from receipt r join plain.bridge_offer_channel using (offer_key) join plain.dim_channel using (channel_key)
), figure as (
  select by, name,
    count(*) as received,
    count(viewed_time_id) as viewed,
    count(*) filter (where viewed_late) as viewed_after_expiry,
    count(completed_time_id) as completed,
    count(*) filter (where completed_after_view) as completed_after_view,
    count(*) filter (where completable) as completable,
    avg(completed_time_id - received_time_id) as mean_hours,
    percentile_cont(0.5) within group (order by completed_time_id - received_time_id) as median_hours,
    count(distinct customer_key) as customers,
    count(distinct customer_key) filter (where completed_time_id is not null) as customers_completed,
    coalesce(sum(reward_cents) filter (where completed_time_id is not null), 0) as reward_cents
  from grouped
  group by by, name
), document as (
  select by, name, jsonb_build_object(
    'received', received,
    'viewed', viewed,
    'viewed_after_expiry', viewed_after_expiry,
    'completed', completed,
    'completed_after_view', completed_after_view,
    'completed_without_view', completed - completed_after_view,
    'completable', completable,
    'completion_rate_pct', round(100.0 * completed / nullif(completable, 0), 2),
    'completion_rate_of_all_receipts_pct', round(100.0 * completed / received, 2),
    'mean_hours_to_complete', round(mean_hours, 2),
    'median_hours_to_complete', median_hours,
    'customers', customers,
    'customers_completed', customers_completed,
    'reward_usd', reward_cents / 100.0
  ) as figures
  from figure
)
select jsonb_object_agg(by, figures) || jsonb_build_object(
  'unmatched_views', (select count(*) from plain.fact_unmatched_event where not completed),
  'unmatched_completions', (select count(*) from plain.fact_unmatched_event where completed))
from (
  select by, case by when 'total' then (jsonb_agg(figures))[0] else jsonb_object_agg(name, figures) end as figures
  from document group by by
) d;
