-- What agents leave behind for other runs: outputs to use again, memories, and counts of how their attempts ended.

create table cached_outputs (
  tenant text not null check (tenant <> ''),
  agent text not null check (agent <> ''),
  key text not null check (key <> ''),
  agent_version text not null,
  run text not null,
  step text not null,
  output blob not null,
  stored_at integer not null,
  expires_at integer not null,
  primary key (tenant, agent, key, agent_version)
) strict;
create index cached_outputs_expiry on cached_outputs (expires_at);

-- words: the memory's words in lower case, one blank between them, so that both databases find the same.
create table memories (
  id integer primary key,
  tenant text not null check (tenant <> ''),
  namespace text not null check (namespace <> ''),
  name text not null check (name <> ''),
  key text not null check (key <> ''),
  value blob not null,
  words text not null,
  run text not null,
  step text not null,
  stored_at integer not null,
  expires_at integer,
  unique (tenant, namespace, name, key)
) strict;
create index memories_expiry on memories (expires_at) where expires_at is not null;

create virtual table memories_search using fts5 (words, content = 'memories', content_rowid = 'id');
create trigger memories_inserted after insert on memories begin
  insert into memories_search (rowid, words) values (new.id, new.words);
end;
create trigger memories_deleted after delete on memories begin
  insert into memories_search (memories_search, rowid, words) values ('delete', old.id, old.words);
end;
create trigger memories_updated after update on memories begin
  insert into memories_search (memories_search, rowid, words) values ('delete', old.id, old.words);
  insert into memories_search (rowid, words) values (new.id, new.words);
end;

-- One row an orchestrator for each agent version and slice of time: nobody waits for another's row.
create table agent_results (
  agent text not null check (agent <> ''),
  agent_version text not null,
  slice integer not null,
  observer text not null check (observer <> ''),
  succeeded integer not null check (succeeded >= 0),
  failed integer not null check (failed >= 0),
  primary key (slice, agent, agent_version, observer)
) strict;
