-- +goose Up
-- Amounts of purchases lie in bands, of all days and of each, so that a quartile is found without looking at most of them; and hours to complete and
-- sizes of baskets are summed up by day too. Versions that were summed up without these are summed up again.
drop view live.agg_amount;
drop table warehouse.agg_amount;
update warehouse.data_version set aggregated = false;

create table warehouse.agg_amount (
  version            integer not null references warehouse.data_version on delete cascade,
  amounts_key        integer not null,
  profile_key        integer not null,
  at_completion      boolean not null,
  day                integer, -- null: of all days
  band               integer not null check (band >= 0), -- amounts of a band are all below those of the next
  purchases          bigint  not null check (purchases > 0),
  amounts_cents      bigint[] not null check (cardinality(amounts_cents) = purchases),
  primary key (version, amounts_key)
) with (toast_tuple_target = 128); -- amounts lie apart, so that counting does not read them
create index on warehouse.agg_amount (version, day);
alter table warehouse.agg_amount alter amounts_cents set storage external; -- what is not compressed is read sooner
create view live.agg_amount as select * from warehouse.agg_amount where version = (select live.version());

create table warehouse.agg_day_basket (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  day                integer not null,
  at_completion      boolean not null,
  band               integer not null check (band >= 0),
  least_cents        bigint  not null check (least_cents >= 0),
  purchases          bigint  not null check (purchases >= 0),
  amount_cents       bigint  not null check (amount_cents >= 0)
);
create index on warehouse.agg_day_basket (version);
create view live.agg_day_basket as select * from warehouse.agg_day_basket where version = (select live.version());

create table warehouse.agg_completion_day_hours (
  version            integer not null references warehouse.data_version on delete cascade,
  profile_key        integer not null,
  offer_key          integer not null,
  day                integer not null,
  hours              integer not null,
  completions        bigint  not null check (completions >= 0)
);
create index on warehouse.agg_completion_day_hours (version);
create view live.agg_completion_day_hours as select * from warehouse.agg_completion_day_hours where version = (select live.version());

create table warehouse.agg_day_hours (
  version            integer not null references warehouse.data_version on delete cascade,
  offer_key          integer not null,
  day                integer not null,
  hours              integer not null,
  completions        bigint  not null check (completions >= 0)
);
create index on warehouse.agg_day_hours (version);
create view live.agg_day_hours as select * from warehouse.agg_day_hours where version = (select live.version());

-- The amount below which a fraction of the purchases of some rows of live.agg_amount lies: what percentile_cont gives of the amounts one by one.
-- +goose StatementBegin
create function live.amount_percentile(fraction double precision, keys integer[], bands integer[], counts bigint[]) returns double precision
stable parallel safe language sql
  return (
    with counted as (
      select band, sum(count) as count, sum(sum(count)) over (order by band) as upto, fraction * (sum(sum(count)) over () - 1)::double precision as place
      from unnest(bands, counts) each (band, count)
      group by band
    ),
    reached as ( -- the bands of the two purchases on either side of the place, mostly one
      select min(band) as first, max(band) as last, min(upto - count) as before, min(place) as place
      from (select * from counted where upto > floor(place) and upto - count <= ceil(place)) reaching
    ),
    around as (
      select amount
      from live.agg_amount, unnest(amounts_cents) amount
      where amounts_key = any(array(select key from reached, unnest(keys, bands) each (key, band) where each.band between first and last))
      order by amount
      limit 2 offset (select (floor(place)::numeric - before)::bigint from reached)
    )
    select min(amount) + (min(place) - floor(min(place))) * (case when ceil(min(place)) > floor(min(place)) then max(amount) else min(amount) end - min(amount))
    from around, reached
  );
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
