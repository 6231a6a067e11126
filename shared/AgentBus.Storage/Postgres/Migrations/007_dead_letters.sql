-- Messages that were given up: they failed at their consumer, or were delivered too often. One row a message and queue, whatever is repeated.

-- tenant: '' = none could be told. body_bytes: the size it had; body may hold less. holds_run: the run waits for this very message.
-- opened_at: when it was last found here; decided_at: when it was last replayed or discarded.
create table dead_letters (
  id uuid primary key,
  tenant text not null,
  queue text not null check (queue <> ''),
  message_id text not null,
  type text,
  run uuid,
  content_type text,
  headers text not null,
  body bytea not null,
  body_bytes bigint not null check (body_bytes >= 0),
  reason text not null check (reason <> ''),
  exception text,
  error text,
  stack text,
  deliveries integer not null check (deliveries >= 0),
  holds_run boolean not null,
  failed_at timestamptz not null,
  opened_at timestamptz not null,
  state text not null check (state in ('open', 'replayed', 'discarded')),
  replays integer not null check (replays >= 0),
  decided_at timestamptz,
  constraint dead_letters_decided check ((state = 'open') = (decided_at is null))
);
create index dead_letters_newest on dead_letters (tenant, opened_at desc, id desc);
create index dead_letters_open on dead_letters (queue) where state = 'open';
create index dead_letters_of_run on dead_letters (run) where run is not null;
create index dead_letters_decided_at on dead_letters (decided_at) where decided_at is not null;

create table dead_letter_actions (
  letter uuid not null references dead_letters (id) on delete cascade,
  number integer not null check (number > 0),
  at timestamptz not null,
  action text not null check (action in ('replayed', 'discarded')),
  by_whom text not null,
  reason text,
  message_id uuid,
  primary key (letter, number)
);

-- A replayed message takes its own headers along; null = those of its tenant, run and trace.
alter table outbox add column headers text;

create index concurrently if not exists outbox_parked on outbox (tenant, parked_at desc, message_id desc) where parked_at is not null;
