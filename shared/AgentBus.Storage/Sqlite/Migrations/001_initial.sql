-- Migrations are additive: a running version N must be able to work on the schema of version N + 1.
-- The same tables as on PostgreSQL. Times are Unix microseconds, money is in billionths of a dollar, ids are upper-case text.

create table definitions (
  tenant text not null check (tenant <> ''),
  namespace text not null check (namespace <> ''),
  name text not null check (name <> ''),
  version text not null check (version <> ''),
  version_key text not null,
  title text,
  text text not null,
  agents text not null,
  event_types text not null,
  created_at integer not null,
  created_by text not null,
  primary key (tenant, namespace, name, version)
) strict;
create index definitions_latest on definitions (tenant, namespace, name, version_key desc);

create table definition_events (
  tenant text not null check (tenant <> ''),
  event_type text not null check (event_type <> ''),
  namespace text not null,
  name text not null,
  version text not null,
  primary key (tenant, event_type, namespace, name, version)
) without rowid, strict;

create table runs (
  id text primary key not null,
  tenant text not null check (tenant <> ''),
  namespace text not null check (namespace <> ''),
  name text not null check (name <> ''),
  definition_version text not null check (definition_version <> ''),
  version integer not null check (version > 0),
  status text not null check (status in ('Pending', 'Running', 'Waiting', 'Paused', 'Compensating', 'Completed', 'Faulted', 'Cancelled')),
  engine_state blob not null,
  history_count integer not null check (history_count >= 0),
  error text,
  request_key text check (request_key <> ''),
  started_by text not null,
  cost_usd integer not null default 0 check (cost_usd >= 0),
  tokens integer not null default 0 check (tokens >= 0),
  created_at integer not null,
  updated_at integer not null,
  ended_at integer,
  constraint runs_ended check ((status in ('Completed', 'Faulted', 'Cancelled')) = (ended_at is not null)),
  constraint runs_request_key unique (tenant, request_key)
) strict;
create index runs_newest on runs (tenant, created_at desc, id desc);
create index runs_by_status on runs (tenant, status, created_at desc, id desc);

create table documents (
  run text not null,
  key text not null check (key <> ''),
  tenant text not null,
  json blob not null,
  primary key (run, key)
) strict;

create table steps (
  run text not null,
  step text not null check (step <> ''),
  tenant text not null,
  task text not null,
  name text not null,
  kind text not null,
  status text not null,
  attempt integer not null check (attempt >= 0),
  agent text,
  agent_version text,
  started_at integer not null,
  ended_at integer,
  cost_usd integer not null check (cost_usd >= 0),
  tokens integer not null check (tokens >= 0),
  reason text,
  primary key (run, step)
) without rowid, strict;

create table history (
  run text not null,
  number integer not null check (number > 0),
  tenant text not null,
  at integer not null,
  type text not null check (type <> ''),
  step text,
  data text not null,
  primary key (run, number)
) without rowid, strict;

-- held_until is when a relay may take the row: its due time, or later while somebody publishes it.
create table outbox (
  seq integer primary key autoincrement,
  message_id text not null unique,
  tenant text not null check (tenant <> ''),
  run text,
  exchange text not null,
  routing_key text not null,
  type text not null check (type <> ''),
  content_type text not null,
  body blob not null,
  due integer not null,
  timer text check (timer <> ''),
  traceparent text,
  attempts integer not null default 0 check (attempts >= 0),
  held_until integer not null,
  last_error text,
  parked_at integer,
  constraint outbox_timer check (timer is null or run is not null)
) strict;
create index outbox_claim on outbox (held_until, seq) where parked_at is null;
create unique index outbox_timers on outbox (run, timer) where timer is not null;

create table approvals (
  id text primary key not null,
  tenant text not null check (tenant <> ''),
  run text not null,
  step text not null check (step <> ''),
  task text not null,
  title text not null,
  details text,
  assignees text not null,
  groups text not null,
  form text,
  state text not null check (state in ('open', 'approved', 'denied', 'timedOut', 'cancelled')),
  created_at integer not null,
  due_at integer,
  decided_by text,
  decided_at integer,
  comment text,
  constraint approvals_decided check ((state = 'open') = (decided_at is null))
) strict;
create index approvals_newest on approvals (tenant, created_at desc, id desc);
create index approvals_of_run on approvals (run, step);

create table leases (
  run text not null,
  step text not null check (step <> ''),
  attempt integer not null check (attempt > 0),
  tenant text not null check (tenant <> ''),
  agent text not null,
  worker text not null check (worker <> ''),
  until integer not null,
  primary key (run, step, attempt)
) without rowid, strict;
create index leases_until on leases (until);

create table workers (
  worker text not null check (worker <> ''),
  agent text not null check (agent <> ''),
  agent_version text not null,
  capabilities text not null,
  concurrency integer not null check (concurrency >= 0),
  running integer not null check (running >= 0),
  seen_at integer not null,
  primary key (worker, agent)
) without rowid, strict;

create table api_keys (
  id text primary key not null check (id <> ''),
  tenant text not null check (tenant <> ''),
  name text not null,
  hash blob not null unique,
  roles text not null,
  created_at integer not null,
  revoked_at integer
) strict;
