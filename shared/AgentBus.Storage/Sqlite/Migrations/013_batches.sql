-- Calls of models that may take their time: uploaded files, batches, and each call of one.

create table model_files (
  id text primary key,
  tenant text not null check (tenant <> ''),
  name text not null,
  bytes integer not null,
  content blob not null,
  created_at integer not null
) strict;
create index model_files_old on model_files (created_at);

-- body: all that does not change, as JSON.
create table model_batches (
  id text primary key,
  tenant text not null check (tenant <> ''),
  body text not null,
  created_at integer not null,
  expires_at integer not null,
  cancelled_at integer
) strict;
create index model_batches_of_tenant on model_batches (tenant, created_at desc, id desc);
create index model_batches_old on model_batches (created_at);

-- due_at: when the call may be taken; while a worker has it, when another one may. status: HTTP status once it has ended, with the answer or error.
create table model_batch_items (
  batch text not null references model_batches (id) on delete cascade,
  line integer not null,
  tenant text not null,
  custom_id text not null,
  request text not null,
  due_at integer not null,
  worker text,
  status integer,
  result text,
  ended_at integer,
  primary key (batch, line)
) strict;
create index model_batch_items_due on model_batch_items (due_at, batch, line) where status is null;
create index model_batch_items_taken on model_batch_items (worker) where status is null and worker is not null;
