-- What model calls may cost and did.

-- scope: kind, tenant and key as one text. limit_usd: that of the last call; null = none. raised_usd: what people added to it. Money in billionths of a dollar.
create table budget_lines (
  scope text primary key check (scope <> ''),
  kind text not null check (kind in ('run', 'step', 'workflow', 'agent', 'tenant', 'day')),
  tenant text not null check (tenant <> ''),
  key text not null,
  limit_usd integer,
  raised_usd integer not null,
  spent_usd integer not null,
  reserved_usd integer not null,
  calls integer not null,
  opened_at integer not null,
  updated_at integer not null
) strict;
create index budget_lines_of_tenant on budget_lines (tenant, scope);
create index budget_lines_opened on budget_lines (opened_at) where kind in ('run', 'step');

-- Calls that were not settled. scopes: their accounts as a JSON list. due_at: when the maximum is taken, and after that (is_expired) when the row is forgotten.
create table budget_reservations (
  id text primary key,
  scopes text not null,
  max_usd integer not null check (max_usd >= 0),
  expires_at integer not null,
  due_at integer not null,
  is_expired integer not null
) strict;
create index budget_reservations_due on budget_reservations (due_at);
