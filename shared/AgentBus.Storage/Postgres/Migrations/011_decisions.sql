-- Which model each call went to and why, what became of it, and what gateways have learned from that.

-- body: all of it but the features, as JSON. features: what the policy learns from, in its own form.
create table model_decisions (
  id uuid primary key,
  tenant text not null check (tenant <> ''),
  at timestamptz not null,
  run uuid,
  step text,
  attempt integer,
  body text not null,
  features bytea
);
create index model_decisions_of_attempt on model_decisions (run, step, attempt) where run is not null;
create index model_decisions_of_tenant on model_decisions (tenant, at, id);
create index model_decisions_old on model_decisions (at);

create table model_outcomes (
  id uuid primary key,
  seq bigint generated always as identity,
  tenant text not null check (tenant <> ''),
  decision uuid,
  run uuid,
  step text,
  attempt integer,
  quality double precision not null check (quality between 0 and 1),
  source text not null,
  cost_usd numeric(20, 9),
  latency_ms double precision,
  at timestamptz not null,
  is_credited boolean not null default false
);
create index model_outcomes_waiting on model_outcomes (at, seq) where not is_credited;
create index model_outcomes_of_decision on model_outcomes (decision) where decision is not null;
create index model_outcomes_of_attempt on model_outcomes (run, step, attempt) where run is not null;
create index model_outcomes_old on model_outcomes (at);

-- Each outcome's share for each decision it judges, in the one order in which all gateways learn. at: the outcome's.
create table model_credits (
  position bigint primary key,
  outcome uuid not null,
  decision uuid not null,
  weight double precision not null,
  at timestamptz not null
);
create index model_credits_old on model_credits (at);

-- The last position given; who gives the next ones holds this row.
create table model_credit_counter (
  id integer primary key check (id = 1),
  position bigint not null
);
insert into model_credit_counter (id, position) values (1, 0);

create table learned_states (
  format text primary key check (format <> ''),
  position bigint not null,
  state bytea not null,
  at timestamptz not null
);
