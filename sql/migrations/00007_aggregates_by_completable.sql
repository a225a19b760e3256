-- +goose Up
-- Different customers of a type of offer are counted apart by whether the offer can be completed, and those of all that can be completed have a
-- table too. Purchases by how large they are. Versions that were summed up without them are summed up again.
drop view live.agg_customer_offer_type;
drop table warehouse.agg_customer_offer_type;
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

truncate warehouse.agg_receipt, warehouse.agg_view, warehouse.agg_completion, warehouse.agg_completion_hours, warehouse.agg_purchase, warehouse.agg_customer,
  warehouse.agg_customer_offer, warehouse.agg_customer_channel;
update warehouse.data_version set aggregated = false;

-- +goose Down
drop view live.agg_basket;
drop table warehouse.agg_basket;
drop view live.agg_customer_completable;
drop table warehouse.agg_customer_completable;
truncate warehouse.agg_receipt, warehouse.agg_view, warehouse.agg_completion, warehouse.agg_completion_hours, warehouse.agg_purchase, warehouse.agg_customer,
  warehouse.agg_customer_offer, warehouse.agg_customer_offer_type, warehouse.agg_customer_channel;
alter table warehouse.agg_customer_offer_type drop column completable cascade;
create view live.agg_customer_offer_type as select * from warehouse.agg_customer_offer_type where version = (select live.version());
update warehouse.data_version set aggregated = false;
