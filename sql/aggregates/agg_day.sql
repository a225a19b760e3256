-- What customers of a profile did on which day, under each aspect: receipts by the day on which they came, views and completions by their own, and purchases. Made of
-- what is summed up in more detail.
select
  aspect,
  profile_key,
  day,
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
  sum(purchases) filter (where at_completion)::bigint as purchases_at_completions,
  sum(amount_cents) filter (where at_completion)::bigint as cents_at_completions,
  min(least_cents) filter (where at_completion) as least_at_completions,
  min(least_cents) filter (where not at_completion) as least_elsewhere
from (
  select aspect, profile_key, day, receipts, viewed, viewed_late,
         case when completable then receipts end as completable,
         case when completable then completed end as completed,
         case when completable then completed_after_view end as completed_after_view,
         completed * reward_cents as reward_cents,
         null::bigint as views,
         null::bigint as completions, null::bigint as hours, null::integer as least_hours, null::integer as greatest_hours,
         null::bigint as purchases, null::bigint as amount_cents, null::boolean as at_completion, null::bigint as least_cents
  from live.agg_receipt
  join live.dim_offer using (offer_key)
  union all
  select aspect, profile_key, day, null, null, null, null, null, null, null, views, null, null, null, null, null, null, null, null
  from live.agg_view
  union all
  select aspect, profile_key, day, null, null, null, null, null, null, null, null, completions, hours, least_hours, greatest_hours, null, null, null, null
  from live.agg_completion
  union all
  select aspect, profile_key, time_id / 24 + 1, null, null, null, null, null, null, null, null, null, null, null, null, purchases, amount_cents, at_completion, least_cents
  from live.agg_purchase
) each
group by 1, 2, 3
