-- Migrations are additive: a running version N must be able to work on the schema of version N + 1.
-- Rows of a run reference it without foreign keys: they are inserted joined to their run, and a check per row would cost a lock per row.

create table definitions (
  tenant text not null check (tenant <> ''),
  namespace text collate "C" not null check (namespace <> ''),
  name text collate "C" not null check (name <> ''),
  version text not null check (version <> ''),
  version_key text collate "C" not null,
  title text,
  text text not null,
  agents text not null,
  event_types text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant, namespace, name, version)
);
create index definitions_latest on definitions (tenant, namespace, name, version_key desc);

create table definition_events (
  tenant text not null check (tenant <> ''),
  event_type text not null check (event_type <> ''),
  namespace text collate "C" not null,
  name text collate "C" not null,
  version text not null,
  primary key (tenant, event_type, namespace, name, version)
);

create table runs (
  id uuid primary key,
  tenant text not null check (tenant <> ''),
  namespace text not null check (namespace <> ''),
  name text not null check (name <> ''),
  definition_version text not null check (definition_version <> ''),
  version bigint not null check (version > 0),
  commit_id uuid not null,
  status text not null check (status in ('Pending', 'Running', 'Waiting', 'Paused', 'Compensating', 'Completed', 'Faulted', 'Cancelled')),
  engine_state bytea not null,
  history_count bigint not null check (history_count >= 0),
  error text,
  request_key text check (request_key <> ''),
  started_by text not null,
  cost_usd numeric(20, 9) not null default 0 check (cost_usd >= 0),
  tokens bigint not null default 0 check (tokens >= 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  constraint runs_ended check ((status in ('Completed', 'Faulted', 'Cancelled')) = (ended_at is not null)),
  constraint runs_request_key unique (tenant, request_key)
) with (fillfactor = 70);
create index runs_newest on runs (tenant, created_at desc, id desc);
create index runs_by_status on runs (tenant, status, created_at desc, id desc);

create table documents (
  run uuid not null,
  key text collate "C" not null check (key <> ''),
  tenant text not null,
  json bytea not null,
  primary key (run, key)
);

create table steps (
  run uuid not null,
  step text collate "C" not null check (step <> ''),
  tenant text not null,
  task text not null,
  name text not null,
  kind text not null,
  status text not null,
  attempt integer not null check (attempt >= 0),
  agent text,
  agent_version text,
  started_at timestamptz not null,
  ended_at timestamptz,
  cost_usd numeric(20, 9) not null check (cost_usd >= 0),
  tokens bigint not null check (tokens >= 0),
  reason text,
  primary key (run, step)
) with (fillfactor = 85);

create table history (
  run uuid not null,
  number bigint not null check (number > 0),
  tenant text not null,
  at timestamptz not null,
  type text not null check (type <> ''),
  step text,
  data text not null,
  primary key (run, number)
);

-- held_until is when a relay may take the row: its due time, or later while somebody publishes it.
create table outbox (
  message_id uuid primary key,
  seq bigint generated always as identity,
  tenant text not null check (tenant <> ''),
  run uuid,
  exchange text not null,
  routing_key text not null,
  type text not null check (type <> ''),
  content_type text not null,
  body bytea not null,
  due timestamptz not null,
  timer text check (timer <> ''),
  traceparent text,
  attempts integer not null default 0 check (attempts >= 0),
  held_until timestamptz not null,
  last_error text,
  parked_at timestamptz,
  constraint outbox_timer check (timer is null or run is not null)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index outbox_claim on outbox (held_until, seq) where parked_at is null;
create unique index outbox_timers on outbox (run, timer) where timer is not null;

create table approvals (
  id uuid primary key,
  tenant text not null check (tenant <> ''),
  run uuid not null,
  step text not null check (step <> ''),
  task text not null,
  title text not null,
  details text,
  assignees text not null,
  groups text not null,
  form text,
  state text not null check (state in ('open', 'approved', 'denied', 'timedOut', 'cancelled')),
  created_at timestamptz not null,
  due_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  comment text,
  constraint approvals_decided check ((state = 'open') = (decided_at is null))
);
create index approvals_newest on approvals (tenant, created_at desc, id desc);
create index approvals_of_run on approvals (run, step);

create table leases (
  run uuid not null,
  step text not null check (step <> ''),
  attempt integer not null check (attempt > 0),
  tenant text not null check (tenant <> ''),
  agent text not null,
  worker text not null check (worker <> ''),
  until timestamptz not null,
  primary key (run, step, attempt)
);
create index leases_until on leases (until);

create table workers (
  worker text not null check (worker <> ''),
  agent text not null check (agent <> ''),
  agent_version text not null,
  capabilities text not null,
  concurrency integer not null check (concurrency >= 0),
  running integer not null check (running >= 0),
  seen_at timestamptz not null,
  primary key (worker, agent)
);

create table api_keys (
  id text primary key check (id <> ''),
  tenant text not null check (tenant <> ''),
  name text not null,
  hash bytea not null unique,
  roles text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
