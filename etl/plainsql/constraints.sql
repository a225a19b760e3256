-- The keys of the star schema, as the warehouse has them.
set local search_path = plain;
set local maintenance_work_mem = '64MB';

alter table fact_offer_receipt add primary key (customer_key, receipt_key),
  add foreign key (customer_key) references dim_customer, add foreign key (offer_key) references dim_offer,
  add foreign key (received_time_id) references dim_time, add foreign key (viewed_time_id) references dim_time,
  add foreign key (completed_time_id) references dim_time;
alter table fact_transaction add primary key (customer_key, transaction_key),
  add foreign key (customer_key) references dim_customer, add foreign key (time_id) references dim_time;
alter table bridge_transaction_receipt add primary key (customer_key, transaction_key, receipt_key),
  add foreign key (customer_key, transaction_key) references fact_transaction,
  add foreign key (customer_key, receipt_key) references fact_offer_receipt;
alter table fact_unmatched_event add primary key (customer_key, event_key),
  add foreign key (customer_key) references dim_customer, add foreign key (offer_key) references dim_offer,
  add foreign key (time_id) references dim_time;
alter table fact_events add primary key (customer_key, event_key),
  add foreign key (customer_key) references dim_customer, add foreign key (offer_key) references dim_offer,
  add foreign key (received_time_id) references dim_time, add foreign key (viewed_time_id) references dim_time,
  add foreign key (completed_time_id) references dim_time, add foreign key (transaction_time_id) references dim_time;
