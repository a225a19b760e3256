-- One row per age group, by the audited method: of the customers who received an offer, how many completed at least one. Customers
-- of unknown age, who carry the placeholder 118, are a group of their own. Age groups do not overlap, so they can be compared.
--
-- age_group: Under 25, 25-40, 41-60, 61 and above, or Unknown.
-- age_group_order: Place of the age group from young to old, the unknown last.
-- customers: Customers with at least one receipt: the n of the rate (count).
-- completed_customers: Of these, customers with at least one completed receipt (count).
-- completion_rate: Completed customers of customers (fraction of 1).
-- wilson_low: Lower end of the rate's 95 % Wilson interval (fraction of 1).
-- wilson_high: Upper end of the rate's 95 % Wilson interval (fraction of 1).
-- receipts: Receipts of these customers (count).
-- completed_receipts: Receipts that were completed (count).
select
  age_group,
  case age_group when 'Under 25' then 1 when '25-40' then 2 when '41-60' then 3 when '61 and above' then 4 else 5 end as age_group_order,
  customers,
  completed as completed_customers,
  completed::double precision / customers as completion_rate,
  consumption.wilson_low(completed, customers) as wilson_low,
  consumption.wilson_high(completed, customers) as wilson_high,
  receipts,
  completed_receipts
from (
  select c.age_group,
         count(*) as customers,
         count(*) filter (where r.completed > 0) as completed,
         sum(r.receipts)::bigint as receipts,
         sum(r.completed)::bigint as completed_receipts
  from live.dim_customer c
  join (
    select customer_key, count(*) as receipts, count(completed_time_id) as completed
    from live.fact_offer_receipt
    group by customer_key
  ) r using (customer_key)
  group by c.age_group
) per_group
