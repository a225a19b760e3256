-- Completed receipts by which offer was completed on which day in how many hours, whoever did. Made of what is summed up by kind of customer.
select offer_key, day, hours, sum(completions)::bigint as completions
from live.agg_completion_day_hours
group by 1, 2, 3
