-- Which model each call went to and why, what became of it, and what gateways have learned from that.

-- body: all of it but the features, as JSON. features: what the policy learns from, in its own form.
create table model_decisions (
  id text primary key,
  tenant text not null check (tenant <> ''),
  at integer not null,
  run text,
  step text,
  attempt integer,
  body text not null,
  features blob
) strict;
create index model_decisions_of_attempt on model_decisions (run, step, attempt) where run is not null;
create index model_decisions_of_tenant on model_decisions (tenant, at, id);
create index model_decisions_old on model_decisions (at);

create table model_outcomes (
  seq integer primary key autoincrement,
  id text not null unique,
  tenant text not null check (tenant <> ''),
  decision text,
  run text,
  step text,
  attempt integer,
  quality real not null check (quality between 0 and 1),
  source text not null,
  cost_usd integer,
  latency_ms real,
  at integer not null,
  is_credited integer not null default 0
) strict;
create index model_outcomes_waiting on model_outcomes (at, seq) where is_credited = 0;
create index model_outcomes_of_decision on model_outcomes (decision) where decision is not null;
create index model_outcomes_of_attempt on model_outcomes (run, step, attempt) where run is not null;
create index model_outcomes_old on model_outcomes (at);

-- Each outcome's share for each decision it judges, in the one order in which all gateways learn. at: the outcome's.
create table model_credits (
  position integer primary key,
  outcome text not null,
  decision text not null,
  weight real not null,
  at integer not null
) strict;
create index model_credits_old on model_credits (at);

-- The last position given; who gives the next ones holds this row.
create table model_credit_counter (
  id integer primary key check (id = 1),
  position integer not null
) strict;
insert into model_credit_counter (id, position) values (1, 0);

create table learned_states (
  format text primary key check (format <> ''),
  position integer not null,
  state blob not null,
  at integer not null
) strict;
