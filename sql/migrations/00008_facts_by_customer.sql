-- +goose Up
-- The primary keys of the facts begin with the customer, so that the rows of a few customers are found by them. Where the planner takes the
-- customers of a filter for fewer than they are, it looks their rows up one by one, and each look went through the whole index.
-- Foreign keys between the facts' partitions hang on these keys, and are made again after them.
-- +goose StatementBegin
do $$
declare
  hanging text[] := '{}';
  key     record;
  one     text;
begin
  for key in
    select c.conrelid::regclass as referring, c.conname as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c
    join pg_inherits i on i.inhrelid = c.confrelid
    where c.contype = 'f' and i.inhparent in ('warehouse.fact_offer_receipt'::regclass, 'warehouse.fact_transaction'::regclass)
  loop
    hanging := hanging || format('alter table %s add constraint %I %s', key.referring, key.name, key.definition);
    execute format('alter table %s drop constraint %I', key.referring, key.name);
  end loop;

  alter table warehouse.fact_offer_receipt drop constraint fact_offer_receipt_pkey;
  alter table warehouse.fact_offer_receipt add primary key (customer_key, receipt_key, loaded);
  alter table warehouse.fact_transaction drop constraint fact_transaction_pkey;
  alter table warehouse.fact_transaction add primary key (customer_key, transaction_key, loaded);
  alter table warehouse.fact_unmatched_event drop constraint fact_unmatched_event_pkey;
  alter table warehouse.fact_unmatched_event add primary key (customer_key, event_key, loaded);
  alter table warehouse.fact_events drop constraint fact_events_pkey;
  alter table warehouse.fact_events add primary key (customer_key, event_key, loaded);

  foreach one in array hanging loop
    execute one;
  end loop;
end
$$;
-- +goose StatementEnd

-- +goose Down
-- Later versions are read just as well by these keys.
select 1;
