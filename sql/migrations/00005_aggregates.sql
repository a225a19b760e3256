-- +goose Up
-- Aggregate fact tables: what sql/aggregates makes of a version once it is published. A version whose aggregates are not made yet is
-- answered from the facts.
alter table warehouse.data_version add aggregated boolean not null default false;
alter table pipeline.stage drop constraint stage_stage_check,
  add constraint stage_stage_check check (stage in ('land', 'clean', 'enrich', 'load', 'check', 'publish', 'aggregate')),
  drop constraint stage_unit_check,
  add constraint stage_unit_check check (unit in ('bytes', 'rows', 'buckets', 'checks', 'tables'));

create table warehouse.agg_receipt (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  day                integer not null,
  least_age          smallint,
  least_income_cents bigint,
  receipts           bigint  not null check (receipts >= 0),
  viewed             bigint  not null check (viewed >= 0),
  viewed_late        bigint  not null check (viewed_late >= 0),
  completed          bigint  not null check (completed >= 0),
  completed_after_view bigint  not null check (completed_after_view >= 0)
);
create index on warehouse.agg_receipt (version);
create view live.agg_receipt as select * from warehouse.agg_receipt where version = (select live.version());

create table warehouse.agg_view (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  day                integer not null,
  least_age          smallint,
  least_income_cents bigint,
  views              bigint  not null check (views >= 0)
);
create index on warehouse.agg_view (version);
create view live.agg_view as select * from warehouse.agg_view where version = (select live.version());

create table warehouse.agg_completion (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  day                integer not null,
  least_age          smallint,
  least_income_cents bigint,
  completions        bigint  not null check (completions >= 0),
  hours              bigint  not null check (hours >= 0),
  least_hours        integer not null,
  greatest_hours     integer not null
);
create index on warehouse.agg_completion (version);
create view live.agg_completion as select * from warehouse.agg_completion where version = (select live.version());

create table warehouse.agg_completion_hours (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  offer_key          integer not null,
  hours              integer not null,
  least_age          smallint,
  least_income_cents bigint,
  completions        bigint  not null check (completions >= 0)
);
create index on warehouse.agg_completion_hours (version);
create view live.agg_completion_hours as select * from warehouse.agg_completion_hours where version = (select live.version());

create table warehouse.agg_purchase (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  time_id            integer not null,
  at_completion      boolean not null,
  least_age          smallint,
  least_income_cents bigint,
  purchases          bigint  not null check (purchases >= 0),
  amount_cents       bigint  not null check (amount_cents >= 0)
);
create index on warehouse.agg_purchase (version);
create view live.agg_purchase as select * from warehouse.agg_purchase where version = (select live.version());

create table warehouse.agg_customer (
  version            integer not null references warehouse.data_version on delete cascade,
  age_group          text    not null,
  gender             text    not null,
  income_band        text    not null,
  member_year        integer,
  member_month       text    not null,
  recency            integer,
  frequency          integer,
  spend              integer,
  least_age          smallint,
  least_income_cents bigint,
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

-- The value below which a fraction of the values lies, of values that each stand for a count of equal ones: what percentile_cont gives of
-- them one by one.
-- +goose StatementBegin
create function live.percentile(fraction double precision, amounts integer[], counts bigint[]) returns double precision immutable parallel safe language sql
  return (
    select min(amount) filter (where upto > floor(place))
      + (place - floor(place)) * (min(amount) filter (where upto > ceil(place)) - min(amount) filter (where upto > floor(place)))
    from (
      select amount, sum(count) over (order by amount) as upto, fraction * (sum(count) over () - 1)::double precision as place
      from (select amount, sum(count) as count from unnest(amounts, counts) each (amount, count) group by amount) grouped
    ) cumulated
    group by place
  );
-- +goose StatementEnd

-- +goose Down
drop function live.percentile;
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
alter table warehouse.data_version drop aggregated;
delete from pipeline.stage where stage = 'aggregate';
alter table pipeline.stage drop constraint stage_stage_check,
  add constraint stage_stage_check check (stage in ('land', 'clean', 'enrich', 'load', 'check', 'publish')),
  drop constraint stage_unit_check,
  add constraint stage_unit_check check (unit in ('bytes', 'rows', 'buckets', 'checks'));
