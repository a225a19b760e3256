-- The published method's fact table: per customer and offer the latest of each kind of event, joined to the customer's
-- purchases of the completing hour; and the purchases that no such pair took.
set local search_path = plain;
set local work_mem = '64MB';

create table fact_events as
with pair as (
  select customer_key, offer_key,
    max(time) filter (where kind = 1) as received_time_id,
    max(time) filter (where kind = 2) as viewed_time_id,
    max(time) filter (where kind = 3) as completed_time_id
  from events where kind < 4
  group by customer_key, offer_key
), purchase as (
  select customer_key, time, amount_cents from events where kind = 4
)
select row_number() over () as event_key, coalesce(p.customer_key, t.customer_key) as customer_key, p.offer_key,
  p.received_time_id, p.viewed_time_id, p.completed_time_id, t.time as transaction_time_id, t.amount_cents
from pair p full join purchase t on t.customer_key = p.customer_key and t.time = p.completed_time_id;
