-- One row per purchase, by the audited method. A purchase pays for the offers that the customer completed in the same hour; its
-- amount counts once, however many these are. The placeholder age 118 is shown as no age.
--
-- customer_id: Id of the customer in the source files.
-- time_id: When the purchase was made, counted from the start of the programme (hours).
-- amount: Amount of the purchase (US dollars).
-- offers_completed: Receipts of offers that the customer completed in the same hour (count).
-- gender: F, M, O (other), or empty where it is unknown.
-- age: Age of the customer, empty where it is unknown (years).
-- age_group: Under 25, 25-40, 41-60, 61 and above, or Unknown.
-- income: Income of the customer a year, empty where it is unknown (US dollars).
-- income_band: Band that the income falls into, or Unknown.
-- member_since: Day the customer became a member.
select
  c.customer_id,
  t.time_id,
  t.amount_cents * 0.01 as amount,
  t.offers_completed,
  c.gender::text as gender,
  nullif(c.age, 118) as age,
  c.age_group,
  c.income_cents * 0.01 as income,
  c.income_band,
  c.member_since
from live.fact_transaction t
join live.dim_customer c using (customer_key)
