-- Runs that runs start, runs that wait for events, and runs that a schedule starts.

alter table runs add column parent text;
alter table runs add column parent_step text;
create index runs_of_parent on runs (parent, created_at desc, id desc) where parent is not null;

-- A null event_type waits for every type.
create table subscriptions (
  run text not null,
  step text not null check (step <> ''),
  tenant text not null check (tenant <> ''),
  event_type text check (event_type <> '')
) strict;
create index subscriptions_of_type on subscriptions (tenant, event_type);
create index subscriptions_of_step on subscriptions (run, step);

-- next_due is when the message that starts the next run is due; null = none is on its way (it follows the end of the run that goes on).
create table schedules (
  tenant text not null check (tenant <> ''),
  namespace text not null,
  name text not null,
  version text not null,
  next_due integer,
  primary key (tenant, namespace, name)
) strict;

-- Events that a definition gathers until there are enough for a run; then they carry that run's id.
create table schedule_events (
  seq integer primary key autoincrement,
  tenant text not null check (tenant <> ''),
  namespace text not null,
  name text not null,
  source text not null,
  event_id text not null,
  event blob not null,
  received_at integer not null,
  run text,
  unique (tenant, namespace, name, source, event_id)
) strict;
create index schedule_events_open on schedule_events (tenant, namespace, name, seq) where run is null;
create index schedule_events_of_run on schedule_events (run, seq) where run is not null;
