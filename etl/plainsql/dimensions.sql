-- Dimensions, and the promises that the tables keep.
set local search_path = plain;

create table dim_time as
select h as time_id, h % 24 as hour, h / 24 + 1 as day, 'Day ' || h / 24 + 1 as period_day
from generate_series(0, greatest(720, (select max(time) from events))) h;

create table dim_channel as
select row_number() over (order by channel)::smallint as channel_key, channel
from (select distinct unnest(channels) as channel from offers) c;

create table bridge_offer_channel as
select offer_key, channel_key from offers cross join unnest(channels) as u (channel) join dim_channel using (channel);

create table dim_offer as
select offer_key, offer_id, offer_type, difficulty_cents, reward_cents, duration_days, offer_type <> 'informational' as completable
from offers;

create table dim_customer as
select customer_key, customer_id, member_since, gender, age, income_cents,
  case when age is null or age = 118 then 'Unknown' else band end as age_group,
  coalesce(band, 'N/A') as published_age_group
from customers
cross join lateral (
  select case when age < 25 then 'Under 25' when age <= 40 then '25-40' when age <= 60 then '41-60' when age > 60 then '61 and above' end as band
) b;

alter table dim_time add primary key (time_id);
alter table dim_channel add primary key (channel_key);
alter table dim_offer add primary key (offer_key);
alter table dim_customer add primary key (customer_key);
alter table bridge_offer_channel add primary key (offer_key, channel_key),
  add foreign key (offer_key) references dim_offer, add foreign key (channel_key) references dim_channel;
