-- One row per age group, by the published method: how many of the customers who received an offer completed at least one. The
-- placeholder age 118 counts as 61 and above, as it did when the figures were published.
--
-- age_group: Age group of the customer: Under 25, 25-40, 41-60, 61 and above, or N/A where the age is missing.
-- total_customers: Customers with at least one received offer (count).
-- completed_customers: Of these, customers with at least one completed offer (count).
-- not_completed_customers: Of these, customers without any completed offer (count).
select
  c.published_age_group as age_group,
  count(*) as total_customers,
  count(*) filter (where e.completed) as completed_customers,
  count(*) filter (where not e.completed) as not_completed_customers
from live.dim_customer c
join (
  select customer_key, bool_or(completed_time_id is not null) as completed
  from live.fact_events
  where offer_key is not null
  group by customer_key
  having bool_or(received_time_id is not null)
) e using (customer_key)
group by c.published_age_group
