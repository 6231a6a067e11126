-- What agents leave behind for other runs: outputs to use again, memories, and counts of how their attempts ended.

create table cached_outputs (
  tenant text not null check (tenant <> ''),
  agent text not null check (agent <> ''),
  key text collate "C" not null check (key <> ''),
  agent_version text not null,
  run uuid not null,
  step text not null,
  output bytea not null,
  stored_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant, agent, key, agent_version)
);
create index cached_outputs_expiry on cached_outputs (expires_at);

-- words: the memory's words in lower case, one blank between them, so that both databases find the same.
create table memories (
  tenant text not null check (tenant <> ''),
  namespace text not null check (namespace <> ''),
  name text not null check (name <> ''),
  key text collate "C" not null check (key <> ''),
  value bytea not null,
  words text not null,
  run uuid not null,
  step text not null,
  stored_at timestamptz not null,
  expires_at timestamptz,
  search tsvector generated always as (to_tsvector('simple', words)) stored,
  primary key (tenant, namespace, name, key)
);
create index memories_expiry on memories (expires_at) where expires_at is not null;
create index memories_search on memories using gin (search);

-- One row an orchestrator for each agent version and slice of time: nobody waits for another's row.
create table agent_results (
  agent text not null check (agent <> ''),
  agent_version text not null,
  slice timestamptz not null,
  observer text not null check (observer <> ''),
  succeeded integer not null check (succeeded >= 0),
  failed integer not null check (failed >= 0),
  primary key (slice, agent, agent_version, observer)
);
