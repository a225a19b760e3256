-- +goose Up
-- What nobody asks by day is summed up without days, in a tenth of the rows. Quartiles of purchases are taken from their amounts alone, which lie
-- together by kind of customer, instead of from the facts. Versions that were summed up without these are summed up again.
create table warehouse.agg_offer (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  least_age          smallint,
  least_income_cents bigint,
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

create table warehouse.agg_amount (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  at_completion      boolean not null,
  least_age          smallint,
  least_income_cents bigint,
  amounts_cents      bigint[] not null
);
alter table warehouse.agg_amount alter amounts_cents set storage external; -- what is not compressed is read sooner
create index on warehouse.agg_amount (version);
create view live.agg_amount as
select a.*, amount_cents from warehouse.agg_amount a cross join unnest(amounts_cents) amount_cents where version = (select live.version());

truncate warehouse.agg_receipt, warehouse.agg_view, warehouse.agg_completion, warehouse.agg_completion_hours, warehouse.agg_purchase, warehouse.agg_basket,
  warehouse.agg_customer, warehouse.agg_customer_offer, warehouse.agg_customer_offer_type, warehouse.agg_customer_channel, warehouse.agg_customer_completable;
update warehouse.data_version set aggregated = false;

-- +goose Down
drop view live.agg_amount;
drop table warehouse.agg_amount;
drop view live.agg_offer;
drop table warehouse.agg_offer;
