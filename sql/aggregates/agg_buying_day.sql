-- What customers did on which day by how they buy and what kind of people they are, whenever they joined: for the first kind of those that differ
-- by nothing else. Receipts by the day on which they came, views and completions by their own, and purchases.
with each as (
  select
    p.buying_key as profile_key,
    p.kind_key as people_key,
    r.received_time_id / 24 + 1 as day,
    count(*) as receipts,
    count(viewed_time_id) as viewed,
    count(*) filter (where viewed_late) as viewed_late,
    count(*) filter (where completable) as completable,
    count(completed_time_id) filter (where completable) as completed,
    count(*) filter (where completed_after_view and completable) as completed_after_view,
    sum(reward_cents) filter (where completed_time_id is not null)::bigint as reward_cents,
    null::bigint as views,
    null::bigint as completions, null::bigint as hours, null::integer as least_hours, null::integer as greatest_hours,
    null::bigint as purchases, null::bigint as amount_cents, null::bigint as purchases_at_completions, null::bigint as cents_at_completions
  from live.fact_offer_receipt r
  join live.dim_offer using (offer_key)
  join warehouse.customer_profile p using (loaded, customer_key)
  group by 1, 2, 3
  union all
  select buying_key, kind_key, viewed_time_id / 24 + 1, null, null, null, null, null, null, null, count(*), null, null, null, null, null, null, null, null
  from live.fact_offer_receipt join warehouse.customer_profile using (loaded, customer_key)
  where viewed_time_id is not null
  group by 1, 2, 3
  union all
  select buying_key, kind_key, completed_time_id / 24 + 1, null, null, null, null, null, null, null, null, count(*),
         sum(completed_time_id - received_time_id)::bigint, min(completed_time_id - received_time_id), max(completed_time_id - received_time_id),
         null, null, null, null
  from live.fact_offer_receipt join warehouse.customer_profile using (loaded, customer_key)
  where completed_time_id is not null
  group by 1, 2, 3
  union all
  select buying_key, kind_key, time_id / 24 + 1, null, null, null, null, null, null, null, null, null, null, null, null, count(*),
         sum(amount_cents)::bigint, count(*) filter (where offers_completed > 0), sum(amount_cents) filter (where offers_completed > 0)::bigint
  from live.fact_transaction join warehouse.customer_profile using (loaded, customer_key)
  group by 1, 2, 3
)
select
  profile_key, people_key, day,
  sum(receipts)::bigint as receipts,
  sum(viewed)::bigint as viewed,
  sum(viewed_late)::bigint as viewed_late,
  sum(completable)::bigint as completable,
  sum(completed)::bigint as completed,
  sum(completed_after_view)::bigint as completed_after_view,
  sum(reward_cents)::bigint as reward_cents,
  sum(views)::bigint as views,
  sum(completions)::bigint as completions,
  sum(hours)::bigint as hours,
  min(least_hours) as least_hours,
  max(greatest_hours) as greatest_hours,
  sum(purchases)::bigint as purchases,
  sum(amount_cents)::bigint as amount_cents,
  sum(purchases_at_completions)::bigint as purchases_at_completions,
  sum(cents_at_completions)::bigint as cents_at_completions
from each
group by 1, 2, 3
