-- +goose Up
-- The run history: what each run of the pipeline did, how far the current one is, and which rows it refused.
-- The ETL writes here, the server reads here; it is all that they know of each other.
create schema pipeline;

create table pipeline.run (
  run_id      bigint generated always as identity primary key,
  trigger     text        not null check (trigger in ('start', 'schedule', 'request')),
  source      text        not null,                     -- where the files come from, without any password
  sample      boolean     not null,                     -- the simulator's data, not the owner's
  state       text        not null default 'running' check (state in ('running', 'published', 'unchanged', 'failed')),
  started_at  timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(), -- a running run that stops beating has died
  finished_at timestamptz,
  batch       text,                                     -- the raw zone's batch it worked on
  version     integer,                                  -- the data version it published, or left in place
  message     text        not null default '',          -- a sentence for users: what came of it, or what is wrong and what to do
  check ((state = 'running') = (finished_at is null))
);
create index run_newest on pipeline.run (started_at desc);
create index run_running on pipeline.run (run_id) where state = 'running';

create table pipeline.stage (
  run_id      bigint      not null references pipeline.run on delete cascade,
  position    smallint    not null,
  stage       text        not null check (stage in ('land', 'clean', 'enrich', 'load', 'check', 'publish')),
  state       text        not null check (state in ('running', 'done', 'failed')),
  started_at  timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  done        bigint      not null default 0,           -- in unit; the progress bar is done of total
  total       bigint,                                   -- null while unknown
  unit        text        not null check (unit in ('bytes', 'rows', 'buckets', 'checks')),
  rows        bigint      not null default 0,
  bytes       bigint      not null default 0,
  rejects     bigint      not null default 0,
  primary key (run_id, position)
);

-- Every row that comes in is accounted for, per zone and table: landed = loaded + duplicate + rejected. The zone trusted has the
-- tables customers, offers and events. Enriched has received, viewed, completed and transactions, which are the events of the
-- whole version by kind, and warehouse its tables, whatever part of the version this run redid.
create table pipeline.row_count (
  run_id     bigint not null references pipeline.run on delete cascade,
  zone       text   not null check (zone in ('trusted', 'enriched', 'warehouse')),
  table_name text   not null,
  landed     bigint not null check (landed >= 0),
  loaded     bigint not null check (loaded >= 0),
  duplicate  bigint not null check (duplicate >= 0),
  rejected   bigint not null check (rejected >= 0),
  cents      bigint not null default 0,                 -- sum of the amounts in the loaded rows, where these have any
  primary key (run_id, zone, table_name)
);

-- The first rejects of a run; all of them are in the lake, as Parquet.
create table pipeline.reject (
  run_id     bigint  not null references pipeline.run on delete cascade,
  reject_no  integer not null,
  table_name text    not null,
  file       text    not null,
  line       bigint  not null,
  reason     text    not null,
  row_text   text    not null,
  primary key (run_id, reject_no)
);

create table pipeline.reject_reason (
  run_id     bigint not null references pipeline.run on delete cascade,
  table_name text   not null,
  reason     text   not null,
  rows       bigint not null check (rows > 0),
  primary key (run_id, table_name, reason)
);

create table pipeline.check_result (
  run_id      bigint  not null references pipeline.run on delete cascade,
  name        text    not null,
  description text    not null,
  broken      bigint  not null check (broken >= 0),     -- rows that the check returned; 0 is a promise kept
  example     text    not null default '',
  primary key (run_id, name)
);

-- +goose Down
drop schema pipeline cascade;
