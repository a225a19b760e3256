-- No row gets lost in cleaning: in every table, the rows that landed are those loaded, those that repeat another one, and those
-- rejected with a reason; and every event that was not rejected went on to the next zone.
with counted as (
  select * from pipeline.row_count where run_id = current_setting('cafe.run')::bigint
),
expected (zone, table_name) as (
  values ('trusted', 'customers'), ('trusted', 'offers'), ('trusted', 'events'),
         ('enriched', 'received'), ('enriched', 'viewed'), ('enriched', 'completed'), ('enriched', 'transactions')
)
select zone, table_name, landed, loaded, duplicate, rejected
from expected full join counted using (zone, table_name)
where (landed = loaded + duplicate + rejected) is not true
union all
select 'enriched', 'all events', e.landed, t.landed, null, t.rejected
from (select sum(landed) as landed from counted where zone = 'enriched') e,
     (select sum(landed) as landed, sum(rejected) as rejected from counted where zone = 'trusted' and table_name = 'events') t
where (e.landed = t.landed - t.rejected) is not true
limit 5
