-- +goose Up
-- How much less figures tell than they would if every customer had only one of what is counted: design effects, measured on each version, by which
-- tests divide. Until now they divided by constants. Versions that were summed up without effects are summed up again.
update warehouse.data_version set aggregated = false;

create table warehouse.agg_effect (
  version            integer not null,
  figure             text    not null,
  dimension          text    not null, -- empty: of everything
  value              text    not null,
  customers          float8  not null check (customers > 0), -- how many who had as much as each other would tell it as well
  effect             float8  not null check (effect >= 0),
  primary key (version, figure, dimension, value)
);
create view live.agg_effect as select * from warehouse.agg_effect where version = (select live.version());

-- The two aggregate functions below take a pair x, n from each customer, and keep the sums that Postgres keeps for its regressions: how many pairs, Σn,
-- Σ(n - n̄)², Σx, Σ(x - x̄)², Σ(x - x̄)(n - n̄).
-- +goose StatementBegin
create function live.effect_of_ratio(sums float8[]) returns float8 immutable parallel safe language sql
  return case when sums[1] > 1 and sums[4] > 0 and sums[4] < sums[2] then
    sums[1] / (sums[1] - 1) * (sums[5] - 2 * sums[4] / sums[2] * sums[6] + (sums[4] / sums[2]) ^ 2 * sums[3]) / (sums[4] * (1 - sums[4] / sums[2])) end;
-- +goose StatementEnd
-- +goose StatementBegin
create function live.effect_of_squares(sums float8[]) returns float8 immutable parallel safe language sql
  return case when sums[4] > 0 then sums[2] * (sums[5] + sums[4] ^ 2 / sums[1]) / sums[4] ^ 2 end;
-- +goose StatementEnd

-- The variance of the rate Σx ÷ Σn over customers, as a multiple of that of a share of Σn independent trials; null where all or none succeeded.
create aggregate live.effect_of_rate(x float8, n float8) (
  sfunc = float8_regr_accum, stype = float8[], initcond = '{0,0,0,0,0,0}', combinefunc = float8_regr_combine, finalfunc = live.effect_of_ratio, parallel = safe
);

-- The variance of a sum x of n things where customers come and go, as a multiple of that of n equal things: Σn Σx² ÷ (Σx)². Of a count n is x.
create aggregate live.effect_of_sum(x float8, n float8) (
  sfunc = float8_regr_accum, stype = float8[], initcond = '{0,0,0,0,0,0}', combinefunc = float8_regr_combine, finalfunc = live.effect_of_squares, parallel = safe
);

-- +goose Down
-- +goose StatementBegin
do $$
begin
  raise exception 'There is no way back: start with an empty warehouse, which the lake fills again';
end
$$;
-- +goose StatementEnd
