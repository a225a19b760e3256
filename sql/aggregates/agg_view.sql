-- Viewed receipts by what kind of customer viewed which offer on which day.
select p.profile_key, r.offer_key, r.viewed_time_id / 24 + 1 as day, count(*) as views
from live.fact_offer_receipt r
join warehouse.customer_profile p using (loaded, customer_key)
where r.viewed_time_id is not null
group by 1, 2, 3
