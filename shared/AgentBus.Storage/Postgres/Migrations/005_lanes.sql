-- Whether a worker also reads the lanes for high and low priority; one that does not say so does not.
alter table workers add column lanes boolean not null default false;
