-- Messages that were carried out and are known again by their id alone.
create table inbox (
  run uuid not null,
  message_id uuid not null,
  tenant text not null check (tenant <> ''),
  at timestamptz not null,
  primary key (run, message_id)
);
create index inbox_age on inbox (at);

-- Where deleting what is old begins.
create index concurrently if not exists runs_over on runs (ended_at, id) where parent is null and ended_at is not null;
create index concurrently if not exists schedule_events_used on schedule_events (received_at) where run is not null;
