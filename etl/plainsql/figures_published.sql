-- The figures of the published method, as one JSON document.
select jsonb_build_object(
  'raw_events', (select jsonb_object_agg(event, n) from (select event, count(*) as n from plain.raw_events group by event) r),
  'exact_duplicate_events', (
    select coalesce(jsonb_object_agg(event, n), '{}') from (
      select event, sum(n - 1) as n
      from (select event, count(*) as n from plain.raw_events group by event, customer_id, value, time having count(*) > 1) d
      group by event) d),
  'events_after_deduplication', (select count(*) from plain.events),
  'transactions_sum_usd', (select sum(amount_cents) / 100.0 from plain.events),
  'completion_summary', (
    select jsonb_object_agg(offer_id, jsonb_build_object('received', received, 'completed', completed)) from (
      select offer_id, count(received_time_id) as received, count(completed_time_id) as completed
      from plain.fact_events join plain.dim_offer using (offer_key)
      group by offer_id) o),
  'channel_effectiveness', (
    select jsonb_object_agg(channel, jsonb_build_object('received', received, 'completed', completed,
      'completion_rate_pct', round(100.0 * completed / received, 2))) from (
      select channel, count(received_time_id) as received, count(completed_time_id) as completed
      from plain.fact_events join plain.bridge_offer_channel using (offer_key) join plain.dim_channel using (channel_key)
      group by channel) c),
  'customer_completion_summary', (
    select jsonb_object_agg(age_group, jsonb_build_object('customers', customers, 'completed', completed,
      'not_completed', customers - completed, 'completion_rate_pct', round(100.0 * completed / customers, 2))) from (
      select published_age_group as age_group, count(*) as customers, count(*) filter (where completed) as completed
      from (
        select customer_key, bool_or(completed_time_id is not null) as completed
        from plain.fact_events group by customer_key having count(received_time_id) > 0) r
      join plain.dim_customer using (customer_key)
      group by 1) a),
  'mean_hours_to_complete', (select round(avg(completed_time_id - received_time_id), 2) from plain.fact_events),
  'completed_pairs', (select count(completed_time_id - received_time_id) from plain.fact_events),
  'completed_pairs_with_negative_duration', (select count(*) from plain.fact_events where completed_time_id < received_time_id),
  'customer_offer_pairs', (select count(*) from plain.fact_events where received_time_id is not null)
);
