-- What the gateway counted and has not closed yet: a write's rows are committed before it is answered, reads follow
-- within a second. Rows of a closed period are folded into one batch and go.
create table usage_journal (
  portal_id text not null,
  app_code text not null,
  method text not null,
  period_start timestamptz not null,
  calls bigint not null,
  writes bigint not null,
  refused bigint not null,
  errors bigint not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  latency_sum_us bigint not null,
  latency_samples integer[] not null,
  storage_bytes bigint not null
);
create index usage_journal_period on usage_journal (period_start);
create index usage_journal_storage on usage_journal (app_code) where storage_bytes > 0;

-- What a portal pulls. Written once, under a lock, so that a later row never becomes visible before an earlier one.
create table usage_batches (
  id bigint generated always as identity primary key,
  portal_id text not null,
  app_code text not null,
  method text not null,
  period_start timestamptz not null,
  period_seconds integer not null,
  calls bigint not null,
  writes bigint not null,
  refused bigint not null,
  errors bigint not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  latency_sum_us bigint not null,
  latency_p95_us bigint,
  storage_bytes bigint not null
);
create index usage_batches_portal on usage_batches (portal_id, id);

create function refuse_usage_change() returns trigger language plpgsql as $$
begin
  raise exception 'usage batches are written once';
end $$;
create trigger usage_batches_written_once before update or delete on usage_batches
  for each row execute function refuse_usage_change();

-- Bytes of accepted writes an app, over all closed periods.
create table usage_storage (
  app_code text primary key,
  bytes bigint not null
);

-- Token buckets that several copies of the gateway share; one copy alone keeps them in memory. May be lost in a crash.
create unlogged table gateway_budgets (
  app_code text not null,
  resource text not null,
  rate double precision not null,
  used double precision not null,
  as_of timestamptz not null,
  primary key (app_code, resource)
);
