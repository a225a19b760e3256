-- Receipts by what kind of customer received which offer, whenever that was; what was completed of them, with the hours that it took. Made of
-- what is summed up by day.
select profile_key, offer_key, receipts, viewed, viewed_late, completed, completed_after_view, hours, least_hours, greatest_hours
from (
  select profile_key, offer_key, sum(receipts)::bigint as receipts, sum(viewed)::bigint as viewed, sum(viewed_late)::bigint as viewed_late,
         sum(completed)::bigint as completed, sum(completed_after_view)::bigint as completed_after_view
  from live.agg_receipt
  where aspect = 'people'
  group by 1, 2
) received
left join (
  select profile_key, offer_key, sum(hours)::bigint as hours, min(least_hours) as least_hours, max(greatest_hours) as greatest_hours
  from live.agg_completion
  where aspect = 'people'
  group by 1, 2
) done using (profile_key, offer_key)
