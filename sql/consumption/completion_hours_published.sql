-- One row per number of hours between receiving and completing, by the published method: how many pairs of customer and offer took
-- that long. Negative hours come from pairing events that do not belong together.
--
-- hours_to_complete: Latest completed minus latest received event of the pair (hours).
-- completions: Pairs of customer and offer (count).
select completed_time_id - received_time_id as hours_to_complete, count(*) as completions
from live.fact_events
where received_time_id is not null and completed_time_id is not null
group by completed_time_id - received_time_id
