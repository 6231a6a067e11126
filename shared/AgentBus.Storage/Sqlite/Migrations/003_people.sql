alter table approvals add column rung integer not null default 0 check (rung >= 0);
alter table approvals add column overridden integer not null default 0 check (overridden in (0, 1));
create index approvals_open on approvals (tenant, created_at desc, id desc) where state = 'open';

alter table api_keys add column groups text not null default '[]';

alter table runs add column error_type text;
update runs set error_type = json_extract(error, '$.type') where error is not null;
create index runs_by_workflow on runs (tenant, name, created_at desc, id desc);
create index runs_by_version on runs (tenant, name, definition_version, created_at desc, id desc);
create index runs_by_starter on runs (tenant, started_by, created_at desc, id desc);
create index runs_by_error on runs (tenant, error_type, created_at desc, id desc) where error_type is not null;
create index runs_open on runs (tenant, created_at, id) where ended_at is null;
create index steps_by_agent on steps (tenant, agent, run) where agent is not null;
create index outbox_parked on outbox (run) where parked_at is not null;

-- The words of a run's input, split by us; see InputWords.
create table run_words (
  seq integer primary key,
  run text not null unique
) strict;
create virtual table run_text using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0');
