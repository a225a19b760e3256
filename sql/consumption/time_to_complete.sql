-- One row per pair of customer and offer that was received and completed, by the published method: the hours between the latest
-- of each. A pair that was received again after its completion comes out negative; the audited method has none of these.
--
-- customer_id: Id of the customer in the source files.
-- offer_id: Id of the offer in the source files.
-- received_time_id: Hour of the latest received event, counted from the start of the programme (hours).
-- completed_time_id: Hour of the latest completed event, counted from the start of the programme (hours).
-- hours_to_complete: Completed minus received (hours).
select
  c.customer_id,
  o.offer_id,
  e.received_time_id,
  e.completed_time_id,
  e.completed_time_id - e.received_time_id as hours_to_complete
from live.fact_events e
join live.dim_customer c using (customer_key)
join live.dim_offer o using (offer_key)
where e.received_time_id is not null and e.completed_time_id is not null
