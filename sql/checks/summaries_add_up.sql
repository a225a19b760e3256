-- The published summaries add up to the facts that they are made from, both methods see the same customers, and no purchase is lost
-- between them.
with fact as (
  select count(received_time_id) as received,
         count(completed_time_id) as completed,
         count(*) filter (where offer_key is null) as untaken,
         coalesce(sum(amount_cents) filter (where offer_key is null), 0) as untaken_cents,
         count(*) as pair_events
  from live.fact_events
),
taken as ( -- a purchase that several pairs match stands in several rows; "on" makes Postgres sort, which takes less memory than it may
  select count(*) as transactions, coalesce(sum(amount_cents), 0) as cents
  from (
    select distinct on (customer_key, transaction_time_id, amount_cents) amount_cents
    from live.fact_events
    where offer_key is not null and transaction_time_id is not null
  ) t
),
sent as (
  select sum(transactions) as transactions, sum(pair_events) as pair_events from live.bucket
),
offer as (
  select coalesce(sum(offers_received), 0) as received, coalesce(sum(offers_completed), 0) as completed from consumption.completion_summary
),
customer as (
  select coalesce(sum(total_customers), 0) as total, coalesce(sum(completed_customers + not_completed_customers), 0) as parts
  from consumption.customer_completion_summary
)
select what, in_summary, expected
from fact f, taken t, sent s, offer o, customer c,
lateral (values
  ('completion_summary.offers_received', o.received, f.received),
  ('completion_summary.offers_completed', o.completed, f.completed),
  ('customer_completion_summary', c.parts, c.total),
  ('customer_completion_summary.total_customers', c.total, (select count(distinct customer_key) from live.fact_offer_receipt)),
  ('purchases in fact_events', f.untaken + t.transactions, s.transactions),
  ('cents in fact_events', f.untaken_cents + t.cents, (select cents from pipeline.row_count where run_id = current_setting('cafe.run')::bigint and zone = 'trusted' and table_name = 'events')),
  ('fact_events sent', f.pair_events, s.pair_events)
) v (what, in_summary, expected)
where in_summary is distinct from expected
