-- One row per view or completion that found no receipt it could belong to, by the audited method. They count in no rate.
--
-- customer_id: Id of the customer in the source files.
-- offer_id: Id of the offer in the source files.
-- offer_type: Kind of offer, such as bogo (buy one, get one), discount or informational.
-- time_id: When it happened, counted from the start of the programme (hours).
-- event: What happened: offer viewed or offer completed.
select
  c.customer_id,
  o.offer_id,
  o.offer_type,
  u.time_id,
  case when u.completed then 'offer completed' else 'offer viewed' end as event
from live.fact_unmatched_event u
join live.dim_customer c using (customer_key)
join live.dim_offer o using (offer_key)
