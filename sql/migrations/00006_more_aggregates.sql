-- +goose Up
-- Different customers of an offer, of a type of offer, of all that can be completed, and of a channel: these figures do not add up, so each kind of group has a table of its
-- own. Versions that were summed up without them are summed up again.
create table warehouse.agg_customer_offer (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  least_age          smallint,
  least_income_cents bigint,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_offer (version);
create view live.agg_customer_offer as select * from warehouse.agg_customer_offer where version = (select live.version());

create table warehouse.agg_customer_offer_type (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_type         text    not null,
  completable        boolean not null,
  least_age          smallint,
  least_income_cents bigint,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_offer_type (version);
create view live.agg_customer_offer_type as select * from warehouse.agg_customer_offer_type where version = (select live.version());

create table warehouse.agg_customer_completable (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  completable        boolean not null,
  least_age          smallint,
  least_income_cents bigint,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_completable (version);
create view live.agg_customer_completable as select * from warehouse.agg_customer_completable where version = (select live.version());

create table warehouse.agg_customer_channel (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  channel            text    not null,
  least_age          smallint,
  least_income_cents bigint,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_channel (version);
create view live.agg_customer_channel as select * from warehouse.agg_customer_channel where version = (select live.version());

-- Purchases by how large they are.
create table warehouse.agg_basket (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  at_completion      boolean not null,
  band               integer not null check (band >= 0),
  least_age          smallint,
  least_income_cents bigint,
  least_cents        bigint  not null check (least_cents >= 0),
  purchases          bigint  not null check (purchases >= 0),
  amount_cents       bigint  not null check (amount_cents >= 0)
);
create index on warehouse.agg_basket (version);
create view live.agg_basket as select * from warehouse.agg_basket where version = (select live.version());

truncate warehouse.agg_receipt, warehouse.agg_view, warehouse.agg_completion, warehouse.agg_completion_hours, warehouse.agg_purchase, warehouse.agg_customer;
update warehouse.data_version set aggregated = false;

-- +goose Down
drop view live.agg_basket;
drop table warehouse.agg_basket;
drop view live.agg_customer_offer;
drop table warehouse.agg_customer_offer;
drop view live.agg_customer_offer_type;
drop table warehouse.agg_customer_offer_type;
drop view live.agg_customer_completable;
drop table warehouse.agg_customer_completable;
drop view live.agg_customer_channel;
drop table warehouse.agg_customer_channel;
