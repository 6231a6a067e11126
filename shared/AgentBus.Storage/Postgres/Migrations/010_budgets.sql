-- What model calls may cost and did. Rows of accounts are changed by nearly every call, so nothing that changes is indexed and pages have room (fillfactor).

-- scope: kind, tenant and key as one text. limit_usd: that of the last call; null = none. raised_usd: what people added to it.
create table budget_lines (
  scope text collate "C" primary key check (scope <> ''),
  kind text not null check (kind in ('run', 'step', 'workflow', 'agent', 'tenant', 'day')),
  tenant text not null check (tenant <> ''),
  key text collate "C" not null,
  limit_usd numeric(20, 9),
  raised_usd numeric(20, 9) not null,
  spent_usd numeric(20, 9) not null,
  reserved_usd numeric(20, 9) not null,
  calls bigint not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null
) with (fillfactor = 50);
create index budget_lines_of_tenant on budget_lines (tenant, scope);
create index budget_lines_opened on budget_lines (opened_at) where kind in ('run', 'step');

-- Calls that were not settled. scopes: their accounts as a JSON list. due_at: when the maximum is taken, and after that (is_expired) when the row is forgotten.
create table budget_reservations (
  id uuid primary key,
  scopes text not null,
  max_usd numeric(20, 9) not null check (max_usd >= 0),
  expires_at timestamptz not null,
  due_at timestamptz not null,
  is_expired boolean not null
);
create index budget_reservations_due on budget_reservations (due_at);
