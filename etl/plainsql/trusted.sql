-- Typed, clean, without duplicates. A row that does not parse ends it with an error: this is for clean files.
set local search_path = plain;
set local work_mem = '64MB';

analyze raw_customers, raw_offers, raw_events;

create table customers as
select row_number() over (order by customer_id)::integer as customer_key,
  customer_id,
  to_date(became_member_on, 'YYYYMMDD') as member_since,
  case when gender in ('M', 'F', 'O') then gender end as gender,
  age::smallint as age,
  round(income::numeric * 100)::bigint as income_cents
from (select distinct * from raw_customers) r;

create table offers as
select row_number() over (order by offer_id)::smallint as offer_key,
  offer_id,
  offer_type,
  round(greatest(difficulty::numeric, 0) * 100)::bigint as difficulty_cents,
  round(greatest(reward::numeric, 0) * 100)::bigint as reward_cents,
  greatest(duration::integer, 0) as duration_days,
  string_to_array(translate(channels, '[]'' ', ''), ',') as channels
from (select distinct * from raw_offers) r;

analyze customers, offers;

-- The dict of an event is cut at its quotes: {'offer id': '…'}, {'offer_id': '…', 'reward': 2}, {'amount': 0.83}. Amounts are
-- cents with binary noise.
-- Kinds are numbered in the order in which things happen within an hour: 1 received, 2 viewed, 3 completed, 4 transaction.
create table events as
select c.customer_key, o.offer_key, e.kind, e.time, e.amount_cents, count(*)::integer as copies
from (
  select customer_id,
    case event when 'offer received' then 1 when 'offer viewed' then 2 when 'offer completed' then 3
      when 'transaction' then 4 end::smallint as kind,
    case when event <> 'transaction' then split_part(value, '''', 4) end as offer_id,
    case when event = 'transaction' then
      round(trim(both ': }' from split_part(value, '''', 3))::numeric * 100)::bigint end as amount_cents,
    time::integer as time
  from raw_events
) e
join customers c using (customer_id)
left join offers o using (offer_id)
where o.offer_key is not null or e.kind = 4
group by 1, 2, 3, 4, 5;

analyze events;
