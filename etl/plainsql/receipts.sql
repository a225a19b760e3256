-- The audited method's fact tables.
set local search_path = plain;
set local work_mem = '64MB';

-- A view belongs to the latest receipt that has none yet: receipts open and views close, like brackets. The count of open ones
-- is an event's depth, and a receipt's view is the next event of the same depth. A view of depth 0 has nothing to close; lowest is
-- how far such views have pulled the count below zero.
create table bracket as
with counted as (
  select customer_key, offer_key, time, kind, sum(case kind when 1 then 1 else -1 end) over w as height
  from events where kind in (1, 2)
  window w as (partition by customer_key, offer_key order by time, kind)
), floored as (
  select *, least(0, min(height) over (partition by customer_key, offer_key order by time, kind
    rows between unbounded preceding and 1 preceding)) as lowest
  from counted
), deep as (
  select customer_key, offer_key, time, kind, height - lowest + case kind when 1 then 0 else 1 end as depth from floored
)
select customer_key, offer_key, time, kind, depth,
  lead(time) over (partition by customer_key, offer_key, depth order by time, kind) as next_time
from deep;

create table receipt as
select customer_key, offer_key, time as received_time_id, next_time as viewed_time_id,
  (row_number() over (partition by customer_key, offer_key order by time))::integer as place
from bracket where kind = 1;
analyze receipt;

-- Of the receipts of its customer and offer, in their order, a completion can take those at the places first to last: not run out
-- yet, and there already. Every copy of an exact duplicate is a completion.
create table completion as
with copy as (
  select customer_key, offer_key, time, (row_number() over (partition by customer_key, offer_key order by time))::integer as turn
  from events cross join generate_series(1, copies)
  where kind = 3
)
select c.customer_key, c.offer_key, c.turn, c.time,
  1 + count(*) filter (where r.received_time_id < c.time - o.duration_days * 24)::integer as first,
  count(*) filter (where r.received_time_id <= c.time)::integer as last
from copy c
join offers o using (offer_key)
left join receipt r using (customer_key, offer_key)
group by 1, 2, 3, 4;

analyze completion;

-- They take turns, and each takes the earliest place that is open and not taken. Because the receipts of an offer run out in the
-- order in which they came, that is one place for all of a customer and offer, which only moves on.
create table taken as
with recursive turn as (
  select customer_key, offer_key, turn, time, last, first as place from completion where turn = 1
  union all
  select c.customer_key, c.offer_key, c.turn, c.time, c.last,
    greatest(c.first, t.place + case when t.place <= t.last then 1 else 0 end)
  from turn t
  join completion c on c.customer_key = t.customer_key and c.offer_key = t.offer_key and c.turn = t.turn + 1
)
select customer_key, offer_key, time, case when place <= last then place end as place from turn;

create table fact_offer_receipt as
select row_number() over () as receipt_key, r.customer_key, r.offer_key, r.received_time_id, r.viewed_time_id,
  t.time as completed_time_id,
  coalesce(r.viewed_time_id > r.received_time_id + o.duration_days * 24, false) as viewed_late,
  coalesce(r.viewed_time_id <= t.time, false) as completed_after_view
from receipt r
join offers o using (offer_key)
left join taken t using (customer_key, offer_key, place);

create table fact_unmatched_event as
select row_number() over () as event_key, *
from (
  select customer_key, offer_key, time as time_id, false as completed from bracket where kind = 2 and depth = 0
  union all
  select customer_key, offer_key, time, true from taken where place is null
) u;

-- A purchase belongs to the receipts that its customer completed in the same hour.
create table fact_transaction as
select row_number() over () as transaction_key, e.customer_key, e.time as time_id, e.amount_cents,
  coalesce(c.offers, 0)::smallint as offers_completed
from events e
left join (
  select customer_key, completed_time_id as time, count(*) as offers
  from fact_offer_receipt where completed_time_id is not null
  group by 1, 2
) c using (customer_key, time)
where e.kind = 4;

create table bridge_transaction_receipt as
select t.transaction_key, r.receipt_key, t.customer_key
from fact_transaction t
join fact_offer_receipt r on r.customer_key = t.customer_key and r.completed_time_id = t.time_id;
