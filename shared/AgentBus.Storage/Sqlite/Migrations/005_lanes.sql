-- Whether a worker also reads the lanes for high and low priority; one that does not say so does not.
alter table workers add column lanes integer not null default 0 check (lanes in (0, 1));
