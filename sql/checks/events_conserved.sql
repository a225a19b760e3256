-- Every cleaned event is in the warehouse once: receipts, views, completions and purchases are as many, and the purchases amount to as
-- much, as were cleaned; each completion completes one receipt or is kept as unmatched; each payment is of one purchase.
with receipt as (
  select count(*) as received, count(viewed_time_id) as viewed, count(completed_time_id) as completed from live.fact_offer_receipt
),
unmatched as (
  select count(*) as events, count(*) filter (where not completed) as viewed, count(*) filter (where completed) as completed
  from live.fact_unmatched_event
),
purchase as (
  select count(*) as transactions, coalesce(sum(amount_cents), 0) as cents, coalesce(sum(offers_completed), 0) as payments
  from live.fact_transaction
),
payment as (
  select count(*) as payments from live.bridge_transaction_receipt
),
customer as (
  select count(*) as customers from live.dim_customer
),
counted as (
  select zone, table_name, loaded, cents from pipeline.row_count where run_id = current_setting('cafe.run')::bigint
)
select v.zone, v.table_name, in_warehouse, c.loaded as expected
from receipt r, unmatched u, purchase p, payment b, customer,
lateral (values
  ('trusted', 'customers', customers),
  ('trusted', 'offers', (select count(*) from live.dim_offer)),
  ('enriched', 'received', r.received),
  ('enriched', 'viewed', r.viewed + u.viewed),
  ('enriched', 'completed', r.completed + u.completed),
  ('enriched', 'transactions', p.transactions),
  ('warehouse', 'dim_customer', customers),
  ('warehouse', 'fact_offer_receipt', r.received),
  ('warehouse', 'fact_unmatched_event', u.events),
  ('warehouse', 'fact_transaction', p.transactions),
  ('warehouse', 'bridge_transaction_receipt', b.payments),
  ('warehouse', 'bridge_transaction_receipt', p.payments::bigint)
) v (zone, table_name, in_warehouse)
left join counted c on c.zone = v.zone and c.table_name = v.table_name
where in_warehouse is distinct from c.loaded
union all
select 'trusted', 'cents of events', cents, (select cents from counted where zone = 'trusted' and table_name = 'events')
from purchase
where cents is distinct from (select cents from counted where zone = 'trusted' and table_name = 'events')
limit 5
