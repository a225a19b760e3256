-- +goose Up
-- Customers are summed up under four aspects instead of one: by what kind of people they are (age group, gender, income and year of joining, as
-- before), by how they buy, by age in years, and by month of joining. Each aspect has a part of its own of the tables that know it, so that a question
-- reads no other. How each customer buys is kept, so that no question about facts has to rank all customers again. Versions that were summed up
-- without these are summed up again.
drop view live.dim_profile;
drop table warehouse.dim_profile;
drop view live.agg_receipt;
drop table warehouse.agg_receipt;
drop view live.agg_view;
drop table warehouse.agg_view;
drop view live.agg_completion;
drop table warehouse.agg_completion;
drop view live.agg_completion_hours;
drop table warehouse.agg_completion_hours;
drop view live.agg_purchase;
drop table warehouse.agg_purchase;
drop view live.agg_basket;
drop table warehouse.agg_basket;
drop view live.agg_offer;
drop table warehouse.agg_offer;
drop view live.agg_day;
drop table warehouse.agg_day;
drop view live.agg_customer;
drop table warehouse.agg_customer;
drop table warehouse.customer_profile;
update warehouse.data_version set aggregated = false;

-- What is summed up goes with its version. A trigger sees to that once; a foreign key would look the version up for each row that comes in, which is
-- a quarter of the time that summing up takes.
alter table warehouse.agg_completion_day_hours drop constraint agg_completion_day_hours_version_fkey;
alter table warehouse.agg_day_basket drop constraint agg_day_basket_version_fkey;
alter table warehouse.agg_day_hours drop constraint agg_day_hours_version_fkey;
alter table warehouse.agg_amount drop constraint agg_amount_version_fkey;
alter table warehouse.agg_day_receiver drop constraint agg_day_receiver_version_fkey;
alter table warehouse.agg_month_receiver drop constraint agg_month_receiver_version_fkey;
alter table warehouse.agg_receiver drop constraint agg_receiver_version_fkey;
alter table warehouse.agg_day_buyer drop constraint agg_day_buyer_version_fkey;

-- +goose StatementBegin
create function warehouse.forget_sums() returns trigger language plpgsql as $$
declare
  summed regclass;
begin
  for summed in
    select oid from pg_class
    where relnamespace = 'warehouse'::regnamespace and relkind in ('r', 'p') and not relispartition and (relname like 'agg\_%' or relname in ('dim_profile', 'customer_activity'))
  loop
    execute format('delete from %s where version in (select version from gone)', summed);
  end loop;
  return null;
end
$$;
-- +goose StatementEnd
create trigger forget_sums after delete on warehouse.data_version referencing old table as gone for each statement execute function warehouse.forget_sums();

-- In thirds of all who bought anything; who did not is not here.
create table warehouse.customer_activity (
  version            integer not null,
  customer_key       integer not null,
  purchases          bigint  not null check (purchases > 0),
  spend_cents        bigint  not null check (spend_cents >= 0),
  recency            integer not null check (recency between 1 and 3),
  frequency          integer not null check (frequency between 1 and 3),
  spend              integer not null check (spend between 1 and 3),
  purchases_at_completions bigint not null,
  cents_at_completions bigint not null
);
create index on warehouse.customer_activity (version);
create view live.customer_activity as select * from warehouse.customer_activity where version = (select live.version());

create table warehouse.dim_profile (
  version            integer not null,
  profile_key        integer not null check (profile_key > 0),
  aspect             text    not null check (aspect in ('people', 'buying', 'age', 'month')),
  age_group          text, -- what does not belong to the aspect is null
  gender             text,
  income_band        text,
  member_year        integer,
  least_age          smallint,
  least_income_cents bigint,
  recency            integer, -- null with the next two: never bought
  frequency          integer,
  spend              integer,
  age                integer,
  member_month       text,
  first_day          date,
  primary key (version, profile_key)
);
create view live.dim_profile as select * from warehouse.dim_profile where version = (select live.version());

-- The profile of each customer under each aspect, of the version that was summed up last, and a place in a block of customers of the same kind
-- of people. It is needed only meanwhile, so it need not survive a crash.
create unlogged table warehouse.customer_profile (
  loaded             integer not null,
  customer_key       integer not null,
  profile_key        integer not null,
  buying_key         integer not null,
  age_key            integer not null,
  month_key          integer not null,
  kind_key           integer not null, -- the first of the kinds of people that differ only by the year of joining
  block_key          integer not null,
  place              integer not null check (place >= 0)
);

-- The aspect of a row of several grouping sets, given which of the keys of customer_profile are not in its set: people, buying, age and month are 8, 4, 2
-- and 1.
create function warehouse.aspect(missing integer) returns text immutable parallel safe language sql
  return case missing when 7 then 'people' when 11 then 'buying' when 13 then 'age' when 14 then 'month' end;

create table warehouse.agg_receipt (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  receipts           bigint not null check (receipts >= 0),
  viewed             bigint not null check (viewed >= 0),
  viewed_late        bigint not null check (viewed_late >= 0),
  completed          bigint not null check (completed >= 0),
  completed_after_view bigint not null check (completed_after_view >= 0)
) partition by list (aspect);
create index on warehouse.agg_receipt (version);
create view live.agg_receipt as select * from warehouse.agg_receipt where version = (select live.version());

create table warehouse.agg_view (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  views              bigint not null check (views >= 0)
) partition by list (aspect);
create index on warehouse.agg_view (version);
create view live.agg_view as select * from warehouse.agg_view where version = (select live.version());

create table warehouse.agg_completion (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  completions        bigint not null check (completions >= 0),
  hours              bigint not null check (hours >= 0),
  least_hours        integer not null,
  greatest_hours     integer not null
) partition by list (aspect);
create index on warehouse.agg_completion (version);
create view live.agg_completion as select * from warehouse.agg_completion where version = (select live.version());

create table warehouse.agg_completion_hours (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  offer_key          integer not null,
  hours              integer not null,
  completions        bigint not null check (completions >= 0)
) partition by list (aspect);
create index on warehouse.agg_completion_hours (version);
create view live.agg_completion_hours as select * from warehouse.agg_completion_hours where version = (select live.version());

create table warehouse.agg_purchase (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  time_id            integer not null,
  at_completion      boolean not null,
  purchases          bigint not null check (purchases >= 0),
  amount_cents       bigint not null check (amount_cents >= 0),
  least_cents        bigint not null check (least_cents >= 0)
) partition by list (aspect);
create index on warehouse.agg_purchase (version);
create view live.agg_purchase as select * from warehouse.agg_purchase where version = (select live.version());

create table warehouse.agg_basket (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  at_completion      boolean not null,
  band               integer not null check (band >= 0),
  least_cents        bigint not null check (least_cents >= 0),
  purchases          bigint not null check (purchases >= 0),
  amount_cents       bigint not null check (amount_cents >= 0)
) partition by list (aspect);
create index on warehouse.agg_basket (version);
create view live.agg_basket as select * from warehouse.agg_basket where version = (select live.version());

-- Receipts by offer, by the profiles of kinds of people and of each other aspect.
create table warehouse.agg_offer (
  version            integer not null,
  aspect             text not null,
  people_key         integer not null,
  buying_key         integer,
  age_key            integer,
  month_key          integer,
  offer_key          integer not null,
  receipts           bigint not null check (receipts >= 0),
  viewed             bigint not null check (viewed >= 0),
  viewed_late        bigint not null check (viewed_late >= 0),
  completed          bigint not null check (completed >= 0),
  completed_after_view bigint not null check (completed_after_view >= 0),
  hours              bigint check (hours >= 0), -- and the next two: of completed receipts; null where there are none
  least_hours        integer,
  greatest_hours     integer
) partition by list (aspect);
create index on warehouse.agg_offer (version);
create view live.agg_offer as select * from warehouse.agg_offer where version = (select live.version());

create table warehouse.agg_day (
  version            integer not null,
  aspect             text not null,
  profile_key        integer not null,
  day                integer not null,
  receipts           bigint check (receipts > 0), -- each is null where there was nothing of the kind
  viewed             bigint,
  viewed_late        bigint,
  completable        bigint,
  completed          bigint,
  completed_after_view bigint,
  reward_cents       bigint,
  views              bigint check (views > 0),
  completions        bigint check (completions > 0),
  hours              bigint check (hours >= 0),
  least_hours        integer,
  greatest_hours     integer,
  purchases          bigint check (purchases > 0),
  amount_cents       bigint check (amount_cents >= 0),
  purchases_at_completions bigint,
  cents_at_completions bigint,
  least_at_completions bigint,
  least_elsewhere    bigint
) partition by list (aspect);
create index on warehouse.agg_day (version);
create view live.agg_day as select * from warehouse.agg_day where version = (select live.version());

-- Customers by the profiles of each pair of aspects, and by kind of people alone, with all that they received and bought.
create table warehouse.agg_member (
  version            integer not null,
  aspect             text not null,
  people_key         integer,
  buying_key         integer,
  age_key            integer,
  month_key          integer,
  members            bigint not null check (members >= 0),
  unknown_age        bigint not null check (unknown_age >= 0),
  unknown_income     bigint not null check (unknown_income >= 0),
  unknown_gender     bigint not null check (unknown_gender >= 0),
  receivers          bigint not null check (receivers >= 0),
  completers         bigint not null check (completers >= 0),
  buyers             bigint not null check (buyers >= 0),
  receipts           bigint not null check (receipts >= 0),
  viewed             bigint not null check (viewed >= 0),
  viewed_late        bigint not null check (viewed_late >= 0),
  completable        bigint not null check (completable >= 0),
  completed          bigint not null check (completed >= 0),
  completed_after_view bigint not null check (completed_after_view >= 0),
  reward_cents       bigint not null check (reward_cents >= 0),
  completions        bigint not null check (completions >= 0),
  hours              bigint not null check (hours >= 0),
  least_hours        integer,
  greatest_hours     integer,
  purchases          bigint not null check (purchases >= 0),
  spend_cents        bigint not null check (spend_cents >= 0),
  purchases_at_completions bigint not null check (purchases_at_completions >= 0),
  cents_at_completions bigint not null check (cents_at_completions >= 0)
) partition by list (aspect);
create index on warehouse.agg_member (version);
create view live.agg_member as select * from warehouse.agg_member where version = (select live.version());

truncate warehouse.agg_amount;
alter table warehouse.agg_amount add aspect text not null;
drop index warehouse.agg_amount_version_day_idx;
create index on warehouse.agg_amount (version, aspect, day);
create or replace view live.agg_amount as select * from warehouse.agg_amount where version = (select live.version());

-- Which customers of a block have a profile.
create table warehouse.agg_block (
  version            integer not null,
  aspect             text    not null,
  profile_key        integer not null,
  block_key          integer not null,
  members            bit varying not null
);
create index on warehouse.agg_block (version);
create view live.agg_block as select * from warehouse.agg_block where version = (select live.version());

-- What customers did day by day, by how they buy and by what kind of people they are, whenever they joined.
create table warehouse.agg_buying_day (
  version            integer not null,
  profile_key        integer not null,
  people_key         integer not null, -- one of the kinds that differ only by the year of joining, for all of them
  day                integer not null,
  receipts           bigint check (receipts > 0), -- each is null where there was nothing of the kind
  viewed             bigint,
  viewed_late        bigint,
  completable        bigint,
  completed          bigint,
  completed_after_view bigint,
  reward_cents       bigint,
  views              bigint check (views > 0),
  completions        bigint check (completions > 0),
  hours              bigint check (hours >= 0),
  least_hours        integer,
  greatest_hours     integer,
  purchases          bigint check (purchases > 0),
  amount_cents       bigint check (amount_cents >= 0),
  purchases_at_completions bigint,
  cents_at_completions bigint
);
create index on warehouse.agg_buying_day (version);
create view live.agg_buying_day as select * from warehouse.agg_buying_day where version = (select live.version());

-- +goose StatementBegin
do $$
declare
  parted text;
  aspect text;
  one    text[] = array['people', 'buying', 'age', 'month'];
  two    text[] = array['people', 'people buying', 'people age', 'people month'];
begin
  foreach parted in array array['agg_receipt', 'agg_view', 'agg_completion', 'agg_completion_hours', 'agg_purchase', 'agg_basket', 'agg_offer', 'agg_day', 'agg_member'] loop
    foreach aspect in array case parted when 'agg_member' then two || array['buying age', 'buying month', 'age month'] when 'agg_offer' then two else one end loop
      execute format('create table warehouse.%I partition of warehouse.%I for values in (%L)', parted || '_' || replace(aspect, ' ', '_'), parted, aspect);
    end loop;
  end loop;
end
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
