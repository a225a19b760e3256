-- +goose Up
-- Different customers of any offers and days are counted from sets of them: a row of bits for each kind of customer, offer and day. Until now
-- each kind of group of offers had a table of counts, and whatever else was asked for was counted from the facts. Versions that were summed
-- up without sets are summed up again.
drop view live.agg_customer_offer;
drop table warehouse.agg_customer_offer;
drop view live.agg_customer_offer_type;
drop table warehouse.agg_customer_offer_type;
drop view live.agg_customer_completable;
drop table warehouse.agg_customer_completable;
drop view live.agg_customer_channel;
drop table warehouse.agg_customer_channel;
drop table warehouse.customer_profile;
update warehouse.data_version set aggregated = false;

-- The kind of each customer, of the version that was summed up last, and a place in a block of customers of that kind. It is needed only
-- meanwhile, so it need not survive a crash.
create unlogged table warehouse.customer_profile (
  loaded             integer not null,
  customer_key       integer not null,
  profile_key        integer not null,
  block_key          integer not null,
  place              integer not null check (place >= 0)
);

create unlogged table warehouse.customer_block (
  block_key          integer not null,
  nobody             bit varying not null -- a zero for each place
);

create table warehouse.agg_day_receiver (
  version            integer not null references warehouse.data_version on delete cascade,
  block_key          integer not null,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  receivers          bit varying not null,
  completers         bit varying -- null: nobody
);
create index on warehouse.agg_day_receiver (version);
create view live.agg_day_receiver as select * from warehouse.agg_day_receiver where version = (select live.version());

create table warehouse.agg_month_receiver (
  version            integer not null references warehouse.data_version on delete cascade,
  block_key          integer not null,
  profile_key        integer not null,
  member_month       text    not null,
  offer_key          integer not null,
  day                integer not null,
  first_day          date,
  receivers          bit varying not null,
  completers         bit varying
);
create index on warehouse.agg_month_receiver (version);
create view live.agg_month_receiver as select * from warehouse.agg_month_receiver where version = (select live.version());

create table warehouse.agg_receiver (
  version            integer not null references warehouse.data_version on delete cascade,
  block_key          integer not null,
  profile_key        integer not null,
  offer_key          integer not null,
  receivers          bit varying not null,
  completers         bit varying
);
create index on warehouse.agg_receiver (version);
create view live.agg_receiver as select * from warehouse.agg_receiver where version = (select live.version());

create table warehouse.agg_day_buyer (
  version            integer not null references warehouse.data_version on delete cascade,
  block_key          integer not null,
  profile_key        integer not null,
  day                integer not null,
  at_completion      boolean not null,
  buyers             bit varying not null
);
create index on warehouse.agg_day_buyer (version);
create view live.agg_day_buyer as select * from warehouse.agg_day_buyer where version = (select live.version());

-- How many different customers there are in sets of them, each of a block.
create function live.different(blocks integer[], members bit varying[]) returns bigint immutable parallel safe language sql
  return (
    select coalesce(sum(bit_count(anyone)), 0)::bigint
    from (select bit_or(each.members) as anyone from unnest(blocks, members) each (block_key, members) group by block_key) block
  );

-- +goose Down
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
