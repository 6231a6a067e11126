-- Answers of models, kept for repeated attempts and for other calls.

-- body: the answer as JSON. decision: what it came from.
create table model_answers (
  tenant text not null check (tenant <> ''),
  key text not null,
  hash text not null,
  body text not null,
  decision uuid,
  expires_at timestamptz not null,
  primary key (tenant, key, hash)
);
create index model_answers_of_decision on model_answers (decision) where decision is not null;
create index model_answers_old on model_answers (expires_at);
