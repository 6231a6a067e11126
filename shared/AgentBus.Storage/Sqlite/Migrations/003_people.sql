alter table approvals add column rung integer not null default 0 check (rung >= 0);
alter table approvals add column overridden integer not null default 0 check (overridden in (0, 1));
create index approvals_open on approvals (tenant, created_at desc, id desc) where state = 'open';

alter table api_keys add column groups text not null default '[]';
