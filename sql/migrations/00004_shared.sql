-- +goose Up
-- Short addresses of views that people share: what a page shows, as its address says it. The server writes and reads them.
create schema shared;

create table shared.view (
  code         text        primary key check (code ~ '^[a-z2-7]{10}$'), -- made of the address, so that a view has one code
  address      text        not null check (address like '/%' and octet_length(address) <= 4000), -- path and query, no host
  made_at      timestamptz not null default clock_timestamp(),
  last_used_at timestamptz not null default clock_timestamp()            -- to the day: what nobody uses goes first
);
create index view_least_used on shared.view (last_used_at);

-- +goose Down
drop schema shared cascade;
