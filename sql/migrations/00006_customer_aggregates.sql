-- +goose Up
-- Different customers of an offer, of a kind of offer, and of a channel: these figures do not add up, so each kind of group has a table of its
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
  least_age          smallint,
  least_income_cents bigint,
  receivers          bigint  not null check (receivers >= 0),
  completers         bigint  not null check (completers between 0 and receivers)
);
create index on warehouse.agg_customer_offer_type (version);
create view live.agg_customer_offer_type as select * from warehouse.agg_customer_offer_type where version = (select live.version());

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

truncate warehouse.agg_receipt, warehouse.agg_view, warehouse.agg_completion, warehouse.agg_completion_hours, warehouse.agg_purchase, warehouse.agg_customer;
update warehouse.data_version set aggregated = false;

-- +goose Down
drop view live.agg_customer_offer;
drop table warehouse.agg_customer_offer;
drop view live.agg_customer_offer_type;
drop table warehouse.agg_customer_offer_type;
drop view live.agg_customer_channel;
drop table warehouse.agg_customer_channel;
