-- Who received which offer, and who completed it, block by block of customers, whenever that was. Made of what is summed up by day.
select block_key, profile_key, offer_key, bit_or(receivers) as receivers, bit_or(completers) as completers
from live.agg_day_receiver
group by 1, 2, 3
