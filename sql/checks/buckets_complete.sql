-- The whole star is there: every bucket of customers is live exactly once, and nothing else is.
select bucket, count(l.loaded) as live
from generate_series(0, (select buckets - 1 from warehouse.data_version where version = live.version())) b (bucket)
full join live.bucket l using (bucket)
group by bucket
having count(l.loaded) <> 1 or count(b.bucket) <> 1
limit 5
