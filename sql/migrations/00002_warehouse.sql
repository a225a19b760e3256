-- +goose Up
-- The star schema.
--
-- Customers are spread over buckets by a hash of their id, and a run redoes only the buckets whose files changed. What it
-- loads is stamped with its version in the column loaded, one Postgres partition per table and version, and stays as it is:
-- bucket_version says which load of a bucket lives in which versions. So publishing moves no row, a reader of one version
-- never meets a row of another, and an old version goes by dropping partitions.
--
-- Foreign keys to dim_offer and dim_time stand here. Those between partitioned tables stand on their partitions, each to the
-- partition of the same version, which is added by the load: a foreign key to the whole of a partitioned table would have to search
-- all of it, and would not let go of a partition without scanning every fact. Primary keys begin with what is unique by
-- itself, which makes them fast to build.
create schema warehouse;

create table warehouse.data_version (
  version      integer     primary key check (version > 0),
  run_id       bigint      not null,
  batch        text        not null,
  source       text        not null,
  sample       boolean     not null,
  rules        integer     not null default 1,           -- by which its rows were cleaned and matched
  buckets      smallint    not null check (buckets > 0),
  published_at timestamptz not null default clock_timestamp()
);

-- One row: the version that readers see unless they ask for another. Updating it is what publishing means.
create table warehouse.current_version (
  only_row boolean primary key default true check (only_row),
  version  integer not null references warehouse.data_version
);

-- The rows of a bucket that version `loaded` brought live from that version until before to_version (null: still).
create table warehouse.bucket_version (
  bucket     smallint not null check (bucket >= 0),
  loaded     integer  not null check (loaded > 0),        -- a version that may be let go of before its rows are
  to_version integer  check (to_version > loaded),
  digest     bytea    not null,                          -- of the cleaned rows behind it: the same digest is not redone
  -- What was sent to each table.
  customers    integer not null check (customers >= 0),
  receipts     integer not null check (receipts >= 0),
  transactions integer not null check (transactions >= 0),
  payments     integer not null check (payments >= 0),
  unmatched    integer not null check (unmatched >= 0),
  pair_events  integer not null check (pair_events >= 0),
  -- The cleaned events behind it: landed counts every copy, loaded leaves out those that say nothing new.
  received_landed     bigint not null,
  received_loaded     bigint not null check (received_loaded between 0 and received_landed),
  viewed_landed       bigint not null,
  viewed_loaded       bigint not null check (viewed_loaded between 0 and viewed_landed),
  completed_landed    bigint not null,
  completed_loaded    bigint not null check (completed_loaded between 0 and completed_landed),
  transactions_landed bigint not null,
  transactions_loaded bigint not null check (transactions_loaded between 0 and transactions_landed),
  primary key (bucket, loaded)
);

create table warehouse.dim_time (
  time_id    integer  primary key check (time_id >= 0), -- hours since the programme's start
  hour       smallint not null check (hour = time_id % 24),
  day        integer  not null check (day = time_id / 24 + 1),
  period_day text     not null check (period_day = 'Day ' || day)
);

create table warehouse.dim_channel (
  channel_key smallint generated always as identity primary key,
  channel     text     not null unique check (channel <> '')
);

-- An offer whose terms change is another row: to_version closes the old one.
create table warehouse.dim_offer (
  offer_key        integer generated always as identity primary key,
  offer_id         text     not null check (offer_id <> ''),
  offer_type       text     not null check (offer_type <> ''),
  offer_name       text     not null check (offer_name <> ''), -- what it is: "Discount: spend $20, get $5, 10 days"
  difficulty_cents bigint   not null check (difficulty_cents >= 0),
  reward_cents     bigint   not null check (reward_cents >= 0),
  duration_days    integer  not null check (duration_days >= 0),
  completable      boolean  not null,                    -- informational offers cannot be completed
  from_version     integer  not null,
  to_version       integer  check (to_version > from_version),
  unique (offer_id, from_version)
);

create table warehouse.bridge_offer_channel (
  offer_key   integer  not null references warehouse.dim_offer,
  channel_key smallint not null references warehouse.dim_channel,
  primary key (offer_key, channel_key)
);

create table warehouse.dim_customer (
  loaded              integer  not null,
  customer_key        integer  not null check (customer_key >= 0),
  bucket              smallint not null,
  gender              "char"   check (gender in ('F', 'M', 'O')),
  age                 smallint check (age between 0 and 150),  -- 118, the placeholder, is kept: the published method counts it
  member_since        date,
  income_cents        bigint   check (income_cents >= 0),
  customer_id         text     not null check (customer_id <> ''),
  age_group           text     not null,                 -- audited: 118 and null are Unknown
  published_age_group text     not null,                 -- published: 118 is '61 and above', null is 'N/A'
  income_band         text     not null,
  primary key (customer_key, loaded)
) partition by list (loaded);

-- Audited: one row per receipt of an offer by a customer.
create table warehouse.fact_offer_receipt (
  receipt_key          bigint   not null,
  loaded               integer  not null,
  customer_key         integer  not null,
  offer_key            integer  not null references warehouse.dim_offer,
  received_time_id     integer  not null references warehouse.dim_time,
  viewed_time_id       integer  references warehouse.dim_time,
  completed_time_id    integer  references warehouse.dim_time,
  bucket               smallint not null,
  viewed_late          boolean  not null,                -- viewed after the offer ran out
  completed_after_view boolean  not null,
  primary key (receipt_key, customer_key, loaded),
  check (viewed_time_id >= received_time_id),
  check (completed_time_id >= received_time_id),
  check (not viewed_late or viewed_time_id is not null),
  check (completed_after_view = coalesce(viewed_time_id <= completed_time_id, false))
) partition by list (loaded);

-- Audited: one row per purchase.
create table warehouse.fact_transaction (
  transaction_key  bigint   not null,
  amount_cents     bigint   not null check (amount_cents >= 0),
  loaded           integer  not null,
  customer_key     integer  not null,
  time_id          integer  not null references warehouse.dim_time,
  bucket           smallint not null,
  offers_completed smallint not null check (offers_completed >= 0), -- by the customer in the same hour
  primary key (transaction_key, customer_key, loaded)
) partition by list (loaded);

-- Which completions a purchase paid for: an amount counts once, however many receipts it completed.
create table warehouse.bridge_transaction_receipt (
  transaction_key bigint   not null,
  receipt_key     bigint   not null,
  loaded          integer  not null,
  customer_key    integer  not null,
  bucket          smallint not null,
  primary key (transaction_key, receipt_key, customer_key, loaded)
) partition by list (loaded);

-- Audited: views and completions that found no receipt. None is lost.
create table warehouse.fact_unmatched_event (
  event_key    bigint   not null,
  loaded       integer  not null,
  customer_key integer  not null,
  offer_key    integer  not null references warehouse.dim_offer,
  time_id      integer  not null references warehouse.dim_time,
  bucket       smallint not null,
  completed    boolean  not null,                        -- a completion, otherwise a view
  primary key (event_key, customer_key, loaded)
) partition by list (loaded);

-- Published: one row per customer and offer with the latest of each event, joined to the purchases of the completing hour;
-- and one row per purchase that no such pair took.
create table warehouse.fact_events (
  event_key           bigint   not null,
  amount_cents        bigint   check (amount_cents >= 0),
  loaded              integer  not null,
  customer_key        integer  not null,
  offer_key           integer  references warehouse.dim_offer,
  received_time_id    integer  references warehouse.dim_time,
  viewed_time_id      integer  references warehouse.dim_time,
  completed_time_id   integer  references warehouse.dim_time,
  transaction_time_id integer  references warehouse.dim_time,
  bucket              smallint not null,
  primary key (event_key, customer_key, loaded),
  check ((amount_cents is null) = (transaction_time_id is null)),
  check (offer_key is not null or (amount_cents is not null and received_time_id is null and viewed_time_id is null and completed_time_id is null))
) partition by list (loaded);

-- How many rows a customer has, about. What a customer did lies close together, so ANALYZE, which looks at a few pages, sees few
-- customers there and takes them for all; the planner would then group millions in memory that it takes for thousands.
alter table warehouse.fact_offer_receipt alter customer_key set (n_distinct_inherited = -0.2);
alter table warehouse.fact_transaction alter customer_key set (n_distinct_inherited = -0.1);
alter table warehouse.fact_unmatched_event alter customer_key set (n_distinct_inherited = -0.5);
alter table warehouse.fact_events alter customer_key set (n_distinct_inherited = -0.1);

-- +goose Down
drop schema warehouse cascade;
