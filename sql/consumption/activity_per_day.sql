-- One row per day of the programme, up to the last day on which anything happened: what customers received, viewed, completed and
-- bought on it. Views and completions that found no receipt are counted too.
--
-- day: Day of the programme, the first is 1.
-- period_day: The same in words, as published: Day 1.
-- offers_received: Offers received (count).
-- offers_viewed: Offers viewed (count).
-- offers_completed: Offers completed (count).
-- transactions: Purchases (count).
-- amount: Sum of the purchases (US dollars).
-- amount_at_completions: Of this, purchases in an hour in which the customer completed an offer (US dollars).
with hour as (
  select received_time_id as time_id, count(*) as received, 0 as viewed, 0 as completed, 0 as transactions, 0 as amount, 0 as at_completions
  from live.fact_offer_receipt
  group by received_time_id
  union all
  select viewed_time_id, 0, count(*), 0, 0, 0, 0
  from live.fact_offer_receipt
  where viewed_time_id is not null
  group by viewed_time_id
  union all
  select completed_time_id, 0, 0, count(*), 0, 0, 0
  from live.fact_offer_receipt
  where completed_time_id is not null
  group by completed_time_id
  union all
  select time_id, 0, count(*) filter (where not completed), count(*) filter (where completed), 0, 0, 0
  from live.fact_unmatched_event
  group by time_id
  union all
  select time_id, 0, 0, 0, count(*), sum(amount_cents), sum(amount_cents) filter (where offers_completed > 0)
  from live.fact_transaction
  group by time_id
),
active as (
  select t.day,
         sum(received)::bigint as received,
         sum(viewed)::bigint as viewed,
         sum(completed)::bigint as completed,
         sum(transactions)::bigint as transactions,
         sum(amount) as amount,
         sum(at_completions) as at_completions
  from hour join live.dim_time t using (time_id)
  group by t.day
)
select
  d.day,
  d.period_day,
  coalesce(a.received, 0) as offers_received,
  coalesce(a.viewed, 0) as offers_viewed,
  coalesce(a.completed, 0) as offers_completed,
  coalesce(a.transactions, 0) as transactions,
  coalesce(a.amount, 0) * 0.01 as amount,
  coalesce(a.at_completions, 0) * 0.01 as amount_at_completions
from (select distinct day, period_day from live.dim_time where day <= (select max(day) from active)) d
left join active a using (day)
