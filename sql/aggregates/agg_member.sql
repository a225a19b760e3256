-- Customers by their profiles under each two aspects, and by kind of people alone: all that they received, completed and bought.
select
  case grouping(p.profile_key, p.buying_key, p.age_key, p.month_key)
    when 7 then 'people' when 3 then 'people buying' when 5 then 'people age' when 6 then 'people month'
    when 9 then 'buying age' when 10 then 'buying month' when 12 then 'age month'
  end as aspect,
  p.profile_key as people_key,
  p.buying_key,
  p.age_key,
  p.month_key,
  count(*) as members,
  count(*) filter (where p.age_group = 'Unknown') as unknown_age,
  count(*) filter (where p.income_cents is null) as unknown_income,
  count(*) filter (where p.gender is null) as unknown_gender,
  count(r.customer_key) as receivers,
  count(*) filter (where r.completed > 0) as completers,
  count(b.customer_key) as buyers,
  coalesce(sum(r.receipts), 0)::bigint as receipts,
  coalesce(sum(r.viewed), 0)::bigint as viewed,
  coalesce(sum(r.viewed_late), 0)::bigint as viewed_late,
  coalesce(sum(r.completable), 0)::bigint as completable,
  coalesce(sum(r.completed), 0)::bigint as completed,
  coalesce(sum(r.completed_after_view), 0)::bigint as completed_after_view,
  coalesce(sum(r.reward_cents), 0)::bigint as reward_cents,
  coalesce(sum(r.completions), 0)::bigint as completions,
  coalesce(sum(r.hours), 0)::bigint as hours,
  min(r.least_hours) as least_hours,
  max(r.greatest_hours) as greatest_hours,
  coalesce(sum(b.purchases), 0)::bigint as purchases,
  coalesce(sum(b.spend_cents), 0)::bigint as spend_cents,
  coalesce(sum(b.purchases_at_completions), 0)::bigint as purchases_at_completions,
  coalesce(sum(b.cents_at_completions), 0)::bigint as cents_at_completions
from (
  select customer_key, age_group, income_cents, gender, profile_key, buying_key, age_key, month_key
  from live.dim_customer join warehouse.customer_profile using (loaded, customer_key)
) p
left join (
  select
    customer_key,
    count(*) as receipts,
    count(viewed_time_id) as viewed,
    count(*) filter (where viewed_late) as viewed_late,
    count(*) filter (where completable) as completable,
    count(completed_time_id) filter (where completable) as completed,
    count(*) filter (where completed_after_view and completable) as completed_after_view,
    sum(reward_cents) filter (where completed_time_id is not null) as reward_cents,
    count(completed_time_id) as completions,
    sum(completed_time_id - received_time_id) as hours,
    min(completed_time_id - received_time_id) as least_hours,
    max(completed_time_id - received_time_id) as greatest_hours
  from live.fact_offer_receipt join live.dim_offer using (offer_key)
  group by 1
) r using (customer_key)
left join live.customer_activity b using (customer_key)
group by grouping sets (
  (p.profile_key), (p.profile_key, p.buying_key), (p.profile_key, p.age_key), (p.profile_key, p.month_key),
  (p.buying_key, p.age_key), (p.buying_key, p.month_key), (p.age_key, p.month_key)
)
