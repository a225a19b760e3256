-- Purchases by kind of customer, at a completion or not, and how large they are, whenever that was. Made of what is summed up by day.
select profile_key, at_completion, band, min(least_cents) as least_cents, sum(purchases)::bigint as purchases, sum(amount_cents)::bigint as amount_cents
from live.agg_day_basket
group by 1, 2, 3
