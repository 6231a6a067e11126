-- Runs that runs start, runs that wait for events, and runs that a schedule starts.

alter table runs add column parent uuid, add column parent_step text;
create index runs_of_parent on runs (parent, created_at desc, id desc) where parent is not null;

-- A null event_type waits for every type.
create table subscriptions (
  run uuid not null,
  step text collate "C" not null check (step <> ''),
  tenant text not null check (tenant <> ''),
  event_type text check (event_type <> '')
);
create index subscriptions_of_type on subscriptions (tenant, event_type);
create index subscriptions_of_step on subscriptions (run, step);

-- next_due is when the message that starts the next run is due; null = none is on its way (it follows the end of the run that goes on).
create table schedules (
  tenant text not null check (tenant <> ''),
  namespace text collate "C" not null,
  name text collate "C" not null,
  version text not null,
  next_due timestamptz,
  primary key (tenant, namespace, name)
);

-- Events that a definition gathers until there are enough for a run; then they carry that run's id.
create table schedule_events (
  tenant text not null check (tenant <> ''),
  namespace text collate "C" not null,
  name text collate "C" not null,
  source text not null,
  event_id text not null,
  seq bigint generated always as identity,
  event bytea not null,
  received_at timestamptz not null,
  run uuid,
  primary key (tenant, namespace, name, source, event_id)
);
create index schedule_events_open on schedule_events (tenant, namespace, name, seq) where run is null;
create index schedule_events_of_run on schedule_events (run, seq) where run is not null;
