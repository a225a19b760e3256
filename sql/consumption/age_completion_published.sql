-- One row per age group, by the published method: of the customers who received an offer, how many completed at least one. The
-- placeholder age 118 counts as 61 and above, as it did when the figures were published.
--
-- age_group: Under 25, 25-40, 41-60, 61 and above, or N/A where the age is missing.
-- age_group_order: Place of the age group from young to old, the unknown last.
-- customers: Customers with at least one received offer: the n of the rate (count).
-- completed_customers: Of these, customers with at least one completed offer (count).
-- completion_rate: Completed customers of customers (fraction of 1).
-- wilson_low: Lower end of the rate's 95 % Wilson interval (fraction of 1).
-- wilson_high: Upper end of the rate's 95 % Wilson interval (fraction of 1).
select
  age_group,
  case age_group when 'Under 25' then 1 when '25-40' then 2 when '41-60' then 3 when '61 and above' then 4 else 5 end as age_group_order,
  customers,
  completed as completed_customers,
  completed::double precision / customers as completion_rate,
  consumption.wilson_low(completed, customers) as wilson_low,
  consumption.wilson_high(completed, customers) as wilson_high
from (
  select c.published_age_group as age_group, count(*) as customers, count(*) filter (where e.completed) as completed
  from live.dim_customer c
  join (
    select customer_key, bool_or(completed_time_id is not null) as completed
    from live.fact_events
    where offer_key is not null
    group by customer_key
    having bool_or(received_time_id is not null)
  ) e using (customer_key)
  group by c.published_age_group
) per_group
