-- Completed receipts by what kind of customer completed which offer in how many hours, whenever that was. Made of what is summed up by day.
select profile_key, offer_key, hours, sum(completions)::bigint as completions
from live.agg_completion_day_hours
group by 1, 2, 3
