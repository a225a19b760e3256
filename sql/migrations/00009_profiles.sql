-- +goose Up
-- Kinds of customers have a number and a table of their own, so that aggregates are narrow, and a filter looks at each kind once instead of at
-- each row. What nobody asks by day is summed up without days too, in a tenth of the rows, and quartiles of purchases are taken from their amounts
-- alone, which lie together by kind of customer. Versions that were summed up without these are summed up again.
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
drop view live.agg_customer;
drop table warehouse.agg_customer;
drop view live.agg_customer_offer;
drop table warehouse.agg_customer_offer;
drop view live.agg_customer_offer_type;
drop table warehouse.agg_customer_offer_type;
drop view live.agg_customer_channel;
drop table warehouse.agg_customer_channel;
drop view live.agg_customer_completable;
drop table warehouse.agg_customer_completable;
drop view live.agg_basket;
drop table warehouse.agg_basket;
update warehouse.data_version set aggregated = false;

create table warehouse.dim_profile (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null check (profile_key > 0),
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  least_age          smallint,
  least_income_cents bigint,
  primary key (version, profile_key)
);
create view live.dim_profile as select * from warehouse.dim_profile where version = (select live.version());

-- The kind of each customer, of the version that was summed up last. It is needed only meanwhile, so it need not survive a crash.
create unlogged table warehouse.customer_profile (
  loaded             integer not null,
  customer_key       integer not null,
  profile_key        integer not null
);

create table warehouse.agg_receipt (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  receipts           bigint  not null check (receipts >= 0),
  viewed             bigint  not null check (viewed >= 0),
  viewed_late        bigint  not null check (viewed_late >= 0),
  completed          bigint  not null check (completed >= 0),
  completed_after_view bigint not null check (completed_after_view >= 0)
);
create index on warehouse.agg_receipt (version);
create view live.agg_receipt as select * from warehouse.agg_receipt where version = (select live.version());

create table warehouse.agg_offer (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  receipts           bigint  not null check (receipts >= 0),
  viewed             bigint  not null check (viewed >= 0),
  viewed_late        bigint  not null check (viewed_late >= 0),
  completed          bigint  not null check (completed >= 0),
  completed_after_view bigint not null check (completed_after_view >= 0),
  hours              bigint  check (hours >= 0), -- and the next two: of completed receipts; null where there are none
  least_hours        integer,
  greatest_hours     integer
);
create index on warehouse.agg_offer (version);
create view live.agg_offer as select * from warehouse.agg_offer where version = (select live.version());

create table warehouse.agg_day (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  day                integer not null,
  receipts           bigint  check (receipts > 0), -- each is null where there was nothing of the kind
  viewed             bigint,
  viewed_late        bigint,
  completable        bigint,
  completed          bigint,
  completed_after_view bigint,
  reward_cents       bigint,
  views              bigint  check (views > 0),
  completions        bigint  check (completions > 0),
  hours              bigint  check (hours >= 0),
  least_hours        integer,
  greatest_hours     integer,
  purchases          bigint  check (purchases > 0),
  amount_cents       bigint  check (amount_cents >= 0),
  purchases_at_completions bigint,
  cents_at_completions bigint
);
create index on warehouse.agg_day (version);
create view live.agg_day as select * from warehouse.agg_day where version = (select live.version());

create table warehouse.agg_view (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  views              bigint  not null check (views >= 0)
);
create index on warehouse.agg_view (version);
create view live.agg_view as select * from warehouse.agg_view where version = (select live.version());

create table warehouse.agg_completion (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  completions        bigint  not null check (completions >= 0),
  hours              bigint  not null check (hours >= 0),
  least_hours        integer not null,
  greatest_hours     integer not null
);
create index on warehouse.agg_completion (version);
create view live.agg_completion as select * from warehouse.agg_completion where version = (select live.version());

create table warehouse.agg_completion_hours (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  hours              integer not null,
  completions        bigint  not null check (completions >= 0)
);
create index on warehouse.agg_completion_hours (version);
create view live.agg_completion_hours as select * from warehouse.agg_completion_hours where version = (select live.version());

create table warehouse.agg_purchase (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  time_id            integer not null,
  at_completion      boolean not null,
  purchases          bigint  not null check (purchases >= 0),
  amount_cents       bigint  not null check (amount_cents >= 0)
);
create index on warehouse.agg_purchase (version);
create view live.agg_purchase as select * from warehouse.agg_purchase where version = (select live.version());

create table warehouse.agg_basket (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  at_completion      boolean not null,
  band               integer not null check (band >= 0),
  least_cents        bigint  not null check (least_cents >= 0),
  purchases          bigint  not null check (purchases >= 0),
  amount_cents       bigint  not null check (amount_cents >= 0)
);
create index on warehouse.agg_basket (version);
create view live.agg_basket as select * from warehouse.agg_basket where version = (select live.version());

create table warehouse.agg_amount (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  at_completion      boolean not null,
  amounts_cents      bigint[] not null
);
create index on warehouse.agg_amount (version);
alter table warehouse.agg_amount alter amounts_cents set storage external; -- what is not compressed is read sooner
create view live.agg_amount as
select a.*, amount_cents from warehouse.agg_amount a cross join unnest(amounts_cents) amount_cents where version = (select live.version());

create table warehouse.agg_customer (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  member_month       text    not null,
  recency            integer,
  frequency          integer,
  spend              integer,
  first_day          date,
  members            bigint  not null check (members >= 0),
  unknown_income     bigint  not null check (unknown_income >= 0),
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers >= 0),
  buyers             bigint  not null check (buyers >= 0),
  receipts           bigint  not null check (receipts >= 0),
  purchases          bigint  not null check (purchases >= 0),
  spend_cents        bigint  not null check (spend_cents >= 0)
);
create index on warehouse.agg_customer (version);
create view live.agg_customer as select * from warehouse.agg_customer where version = (select live.version());

create table warehouse.agg_customer_offer (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_offer (version);
create view live.agg_customer_offer as select * from warehouse.agg_customer_offer where version = (select live.version());

create table warehouse.agg_customer_offer_type (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_type         text    not null,
  completable        boolean not null,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_offer_type (version);
create view live.agg_customer_offer_type as select * from warehouse.agg_customer_offer_type where version = (select live.version());

create table warehouse.agg_customer_completable (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  completable        boolean not null,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_completable (version);
create view live.agg_customer_completable as select * from warehouse.agg_customer_completable where version = (select live.version());

create table warehouse.agg_customer_channel (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  channel            text    not null,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_channel (version);
create view live.agg_customer_channel as select * from warehouse.agg_customer_channel where version = (select live.version());

-- +goose Down
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
