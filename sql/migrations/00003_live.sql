-- +goose Up
-- What a reader sees: the star schema at one version. That is the current one, or the one that the session or transaction
-- names in the setting cafe.version (set_config('cafe.version', '11', true)).
create schema live;
create schema consumption;

-- +goose StatementBegin
create function live.version() returns integer stable parallel safe language sql
  return coalesce(nullif(current_setting('cafe.version', true), '')::integer, (select version from warehouse.current_version));
-- +goose StatementEnd

create view live.bucket as
select b.*
from warehouse.bucket_version b
where b.loaded <= (select live.version()) and (b.to_version is null or b.to_version > (select live.version()));

-- The oldest load with a bucket that still lives. Older partitions need not be looked at.
-- +goose StatementBegin
create function live.first_load() returns integer stable parallel safe language sql
  return (select min(loaded) from live.bucket);
-- +goose StatementEnd

-- The load that lives, for bucket 0, 1, 2 and so on.
-- +goose StatementBegin
create function live.loads() returns integer[] stable parallel safe language sql
  return (
    select array_agg(b.loaded order by n)
    from generate_series(0, (select max(bucket) from live.bucket)) n left join live.bucket b on b.bucket = n
  );
-- +goose StatementEnd

-- The load that all live buckets come from, when they come from one, as after every run that redid all. Then a row's version is enough
-- to tell whether it lives, which takes half the time of looking its bucket up.
-- +goose StatementBegin
create function live.only_load() returns integer stable parallel safe language sql
  return (
    select min(b.loaded)
    from live.bucket b
    having min(b.loaded) = max(b.loaded) and count(*) = (select count(*) from warehouse.bucket_version o where o.loaded = min(b.loaded))
  );
-- +goose StatementEnd

-- The filters below are written for the planner, which cannot know the version when it plans. Of a comparison with something unknown
-- it expects one row in three, of an equation one in 200, and joins row by row what it takes for a few. "Is not null" it takes
-- to be true of nearly all rows, and so it does of the first comparison, as loaded has one value per partition. The sub-selects
-- run once per query, and that comparison leaves out the partitions of older loads.

create view live.dim_time as select * from warehouse.dim_time;
create view live.dim_channel as select * from warehouse.dim_channel;
create view live.bridge_offer_channel as select * from warehouse.bridge_offer_channel;

create view live.dim_offer as
select * from warehouse.dim_offer
where case when from_version <= (select live.version()) and (to_version is null or to_version > (select live.version())) then 1 end is not null;

-- In one version, customer_key alone tells customers apart.
create view live.dim_customer as
select * from warehouse.dim_customer
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

create view live.fact_offer_receipt as
select * from warehouse.fact_offer_receipt
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

create view live.fact_transaction as
select * from warehouse.fact_transaction
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

create view live.bridge_transaction_receipt as
select * from warehouse.bridge_transaction_receipt
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

create view live.fact_unmatched_event as
select * from warehouse.fact_unmatched_event
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

create view live.fact_events as
select * from warehouse.fact_events
where (loaded = (select live.first_load()) or loaded > (select live.first_load()))
  and case when loaded = (select live.only_load()) then 1 when (select live.loads())[bucket + 1] = loaded then 1 end is not null;

-- The 95 % Wilson score interval of a proportion, as fractions of 1; null where there is nothing to divide by, or
-- more successes than trials: then it is no proportion.
-- Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927); z = 1.959963984540054.
-- +goose StatementBegin
create function consumption.wilson_low(successes bigint, trials bigint) returns double precision immutable parallel safe language sql
  return case when trials > 0 and successes between 0 and trials then greatest(0, (successes + 1.9207294103470615 - 1.959963984540054
    * sqrt(successes::double precision * (trials - successes) / trials + 0.9603647051735308)) / (trials + 3.841458820694123)) end;
-- +goose StatementEnd
-- +goose StatementBegin
create function consumption.wilson_high(successes bigint, trials bigint) returns double precision immutable parallel safe language sql
  return case when trials > 0 and successes between 0 and trials then least(1, (successes + 1.9207294103470615 + 1.959963984540054
    * sqrt(successes::double precision * (trials - successes) / trials + 0.9603647051735308)) / (trials + 3.841458820694123)) end;
-- +goose StatementEnd

-- +goose Down
drop schema consumption cascade;
drop schema live cascade;
