-- Messages that were carried out and are known again by their id alone.
create table inbox (
  run text not null,
  message_id text not null,
  tenant text not null check (tenant <> ''),
  at integer not null,
  primary key (run, message_id)
) without rowid, strict;
create index inbox_age on inbox (at);

-- Where deleting what is old begins.
create index runs_over on runs (ended_at, id) where parent is null and ended_at is not null;
create index schedule_events_used on schedule_events (received_at) where run is not null;

create trigger run_words_deleted after delete on run_words begin
  delete from run_text where rowid = old.seq;
end;
