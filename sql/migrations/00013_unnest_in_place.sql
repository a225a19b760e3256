-- +goose Up
-- Arrays are taken apart where they are selected: of a function in FROM, Postgres first puts all rows aside. Of an array it expects ten rows, and
-- would sort them for a window; grouped in a step of their own, it hashes them. Both took most of the time of a quartile.
-- +goose StatementBegin
create or replace function live.percentile(fraction double precision, amounts integer[], counts bigint[]) returns double precision immutable parallel safe language sql
  return (
    with grouped as materialized (
      select amount, sum(count) as count from (select unnest(amounts) as amount, unnest(counts) as count) each group by amount
    )
    select min(amount) filter (where upto > floor(place))
      + (place - floor(place)) * (min(amount) filter (where upto > ceil(place)) - min(amount) filter (where upto > floor(place)))
    from (select amount, sum(count) over (order by amount) as upto, fraction * (sum(count) over () - 1)::double precision as place from grouped) cumulated
    group by place
  );
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function live.amount_percentile(fraction double precision, keys integer[], bands integer[], counts bigint[]) returns double precision
stable parallel safe language sql
  return (
    with grouped as materialized (
      select band, sum(count) as count from (select unnest(bands) as band, unnest(counts) as count) each group by band
    ),
    counted as (
      select band, count, sum(count) over (order by band) as upto, fraction * (sum(count) over () - 1)::double precision as place from grouped
    ),
    reached as ( -- the bands of the two purchases on either side of the place, mostly one
      select min(band) as first, max(band) as last, min(upto - count) as before, min(place) as place
      from (select * from counted where upto > floor(place) and upto - count <= ceil(place)) reaching
    ),
    around as (
      select unnest(amounts_cents) as amount
      from live.agg_amount
      where amounts_key = any(array(
        select key from reached, (select unnest(keys) as key, unnest(bands) as band) each where each.band between first and last
      ))
      order by amount
      limit 2 offset (select (floor(place)::numeric - before)::bigint from reached)
    )
    select min(amount) + (min(place) - floor(min(place))) * (case when ceil(min(place)) > floor(min(place)) then max(amount) else min(amount) end - min(amount))
    from around, reached
  );
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function live.different(blocks integer[], members bit varying[]) returns bigint immutable parallel safe language sql
  return (
    select coalesce(sum(bit_count(anyone)), 0)::bigint
    from (select bit_or(each.members) as anyone from (select unnest(blocks) as block_key, unnest(members) as members) each group by block_key) block
  );
-- +goose StatementEnd

-- +goose Down
-- The functions before gave the same.
select 1;
