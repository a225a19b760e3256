-- +goose Up
-- All percentiles of a group are found at once. Arrays are taken apart where they are selected: of a function in FROM, Postgres first puts all
-- rows aside. Of an array it expects ten rows, and would sort them for a window; grouped in a step of their own, it hashes them.
drop function live.percentile;
drop function live.amount_percentile;

-- The amounts below which these fractions of the counted amounts lie: what percentile_cont gives of them one by one.
-- +goose StatementBegin
create function live.percentiles(fractions double precision[], amounts integer[], counts bigint[]) returns double precision[] immutable parallel safe language sql
  return (
    with grouped as materialized (
      select amount, sum(count) as count from (select unnest(amounts) as amount, unnest(counts) as count) each group by amount
    ),
    cumulated as (
      select amount, sum(count) over (order by amount) as upto, sum(count) over () as total from grouped
    ),
    around as (
      select n, place, min(amount) filter (where upto > floor(place)) as low, min(amount) filter (where upto > ceil(place)) as high
      from (select n, fraction * (total - 1)::double precision as place, amount, upto from unnest(fractions) with ordinality each (fraction, n), cumulated) placed
      group by n, place
    )
    select array_agg(low + (place - floor(place)) * (high - low) order by n) from around
  );
-- +goose StatementEnd

-- The same of the purchases of some rows of live.agg_amount. Of their amounts only those are read that lie in the bands that are reached.
-- +goose StatementBegin
create function live.amount_percentiles(fractions double precision[], keys integer[], bands integer[], counts bigint[]) returns double precision[]
stable parallel safe language sql
  return (
    with grouped as materialized (
      select band, sum(count) as count from (select unnest(bands) as band, unnest(counts) as count) each group by band
    ),
    counted as (
      select band, count, sum(count) over (order by band) as upto, sum(count) over () as total from grouped
    ),
    reached as ( -- the bands of the two purchases on either side of each place, mostly one
      select n, place, min(band) as first, max(band) as last, min(upto - count) as before
      from (select n, fraction * (total - 1)::double precision as place, band, upto, count from unnest(fractions) with ordinality each (fraction, n), counted) placed
      where upto > floor(place) and upto - count <= ceil(place)
      group by n, place
    ),
    read as (
      select first, last, array_agg(key) as keys
      from (select distinct first, last from reached) span, (select unnest(keys) as key, unnest(bands) as band) each
      where each.band between first and last
      group by first, last
    ),
    sorted as materialized (
      select first, last, array(select unnest(amounts_cents) as amount from live.agg_amount where amounts_key = any(read.keys) order by amount) as amounts
      from read
    ),
    around as (
      select n, place, amounts[1 + (floor(place)::numeric - before)::integer] as low, amounts[1 + (ceil(place)::numeric - before)::integer] as high
      from reached join sorted using (first, last)
    )
    select array_agg(low + (place - floor(place)) * (high - low) order by n) from around
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
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
