-- One row per receipt of an offer by a customer, by the audited method: each view and each completion belongs to one receipt.
-- The placeholder age 118 is shown as no age.
--
-- customer_id: Id of the customer in the source files.
-- offer_id: Id of the offer in the source files.
-- offer_type: Kind of offer, such as bogo (buy one, get one), discount or informational.
-- channels: Channels that the offer is sent through, in alphabetical order, joined by |.
-- difficulty: Least amount to spend to complete the offer (US dollars).
-- reward: What the customer gets for completing the offer (US dollars).
-- duration_days: How long the offer is open after it was received (days).
-- received_time_id: When the offer was received, counted from the start of the programme (hours).
-- viewed_time_id: When it was viewed, empty if never (hours since the start of the programme).
-- completed_time_id: When it was completed, empty if never (hours since the start of the programme).
-- viewed_late: Whether it was viewed only after it had run out.
-- completed_after_view: Whether it was completed, and had been viewed by then.
-- hours_to_complete: From received to completed, empty if never completed (hours).
-- gender: F, M, O (other), or empty where it is unknown.
-- age: Age of the customer, empty where it is unknown (years).
-- age_group: Under 25, 25-40, 41-60, 61 and above, or Unknown.
-- income: Income of the customer a year, empty where it is unknown (US dollars).
-- income_band: Band that the income falls into, or Unknown.
-- member_since: Day the customer became a member.
-- offer_name: What the offer is, in words.
-- completable: Whether the offer can be completed; informational offers cannot, and rates leave them out.
select
  c.customer_id,
  o.offer_id,
  o.offer_type,
  coalesce(o.channels, '') as channels,
  o.difficulty_cents * 0.01 as difficulty,
  o.reward_cents * 0.01 as reward,
  o.duration_days,
  r.received_time_id,
  r.viewed_time_id,
  r.completed_time_id,
  r.viewed_late,
  r.completed_after_view,
  r.completed_time_id - r.received_time_id as hours_to_complete,
  c.gender::text as gender,
  nullif(c.age, 118) as age,
  c.age_group,
  c.income_cents * 0.01 as income,
  c.income_band,
  c.member_since,
  o.offer_name,
  o.completable
from live.fact_offer_receipt r
join live.dim_customer c using (customer_key)
join (
  select d.*, b.channels
  from live.dim_offer d
  left join (
    select offer_key, string_agg(channel, '|' order by channel) as channels
    from live.bridge_offer_channel join live.dim_channel using (channel_key)
    group by offer_key
  ) b using (offer_key)
) o using (offer_key)
