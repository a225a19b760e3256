-- One row per customer, with what the customer received, completed and bought, by the audited method. The placeholder age 118
-- is shown as no age.
--
-- customer_id: Id of the customer in the source files.
-- gender: F, M, O (other), or empty where it is unknown.
-- age: Age of the customer, empty where it is unknown (years).
-- age_group: Under 25, 25-40, 41-60, 61 and above, or Unknown.
-- income: Income a year, empty where it is unknown (US dollars).
-- income_band: Band that the income falls into, or Unknown.
-- member_since: Day the customer became a member.
-- offers_received: Receipts of offers (count).
-- offers_viewed: Receipts that were viewed (count).
-- offers_completed: Receipts that were completed (count).
-- transactions: Purchases (count).
-- amount: Sum of the purchases (US dollars).
select
  c.customer_id,
  c.gender::text as gender,
  nullif(c.age, 118) as age,
  c.age_group,
  c.income_cents * 0.01 as income,
  c.income_band,
  c.member_since,
  coalesce(r.received, 0) as offers_received,
  coalesce(r.viewed, 0) as offers_viewed,
  coalesce(r.completed, 0) as offers_completed,
  coalesce(t.transactions, 0) as transactions,
  coalesce(t.amount_cents, 0) * 0.01 as amount
from live.dim_customer c
left join (
  select customer_key, count(*) as received, count(viewed_time_id) as viewed, count(completed_time_id) as completed
  from live.fact_offer_receipt
  group by customer_key
) r using (customer_key)
left join (
  select customer_key, count(*) as transactions, sum(amount_cents) as amount_cents
  from live.fact_transaction
  group by customer_key
) t using (customer_key)
