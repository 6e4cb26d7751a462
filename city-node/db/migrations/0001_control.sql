-- The control plane of one city node. Files of this folder apply once, in the order of their names:
-- 0001–0099 control plane, 0100–0199 gateway and meter.

-- Portals that this node serves; the id is the thumbprint of the pinned key.
create table portals (
  id text primary key,
  public_key text not null,
  name text not null,
  enrolled_at timestamptz not null default now()
);

create table enrolment_tokens (
  secret_hash text primary key,
  expires_at timestamptz not null,
  portal_id text references portals (id),
  used_at timestamptz
);

-- Nonces of control calls, so that all copies of the node refuse a repeated call. Kept for a few minutes.
create table nonces_seen (
  portal_id text not null,
  nonce text not null,
  seen_at timestamptz not null default now(),
  primary key (portal_id, nonce)
);
create index nonces_seen_at on nonces_seen (seen_at);

-- Chains that this node runs, or only reaches (`upstream`).
create table chains (
  id text primary key,
  kind text not null check (kind in ('shared', 'dedicated', 'upstream')),
  offering text not null,
  chain_id bigint not null unique,
  -- wanted: to be started and kept running; ended: to be stopped and its data removed.
  wanted boolean not null default true,
  health text not null default 'down' check (health in ('up', 'down')),
  port integer,
  pid integer,
  operator_address text,
  operator_secret bytea,
  height bigint not null default 0,
  -- Highest block whose transactions have been recorded, and its hash.
  watched_height bigint not null default -1,
  watched_id text,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);

-- Ids of the blocks that were watched, to find where a chain that forgot goes on.
create table chain_blocks (
  chain text not null references chains (id),
  height bigint not null,
  id text not null,
  primary key (chain, height)
);

create table apps (
  app_code text primary key,
  portal_id text not null references portals (id),
  offering text not null,
  framework text not null,
  kind text not null check (kind in ('permissioned', 'public')),
  access text not null check (access in ('deploy', 'endpoint')),
  state text not null default 'creating' check (state in ('creating', 'active', 'retiring', 'retired')),
  suspended boolean not null default false,
  tps integer not null,
  storage_gb integer not null,
  bandwidth_mbps integer not null,
  chain text references chains (id),
  placement jsonb,
  custody_address text,
  policy jsonb,
  policy_version bigint not null default 0,
  -- Changes with anything that the gateway must know.
  revision bigint not null default 1,
  created_at timestamptz not null default now()
);
create index apps_portal on apps (portal_id);
create index apps_chain on apps (chain);

-- The app's own signing key, sealed; gone when the app is retired.
create table custody_keys (
  app_code text primary key references apps (app_code),
  address text not null unique,
  secret bytea not null,
  created_at timestamptz not null default now()
);

-- Next position (nonce) of an account on a chain, given out under the row's lock.
create table chain_accounts (
  chain text not null references chains (id),
  address text not null,
  next_position bigint not null default 0,
  primary key (chain, address)
);

create table contracts (
  id bigint generated always as identity primary key,
  app_code text not null references apps (app_code),
  chain text not null references chains (id),
  name text not null,
  version text not null,
  address text not null,
  transaction_id text not null,
  height bigint not null,
  deployed_at timestamptz not null,
  current boolean not null,
  -- What was deployed, to deploy it anew when the app moves.
  package jsonb not null,
  unique (app_code, chain, name, version)
);
create index contracts_address on contracts (chain, address);
create unique index contracts_current on contracts (app_code, chain, name) where current;

-- Soft holds on capacity.
create table reservations (
  portal_id text not null references portals (id),
  id text not null,
  offering text not null,
  tps integer not null,
  storage_gb integer not null,
  bandwidth_mbps integer not null,
  expires_at timestamptz not null,
  state text not null default 'held' check (state in ('held', 'taken', 'released')),
  primary key (portal_id, id)
);
create index reservations_held on reservations (expires_at) where state = 'held';

-- One thing asked by a portal. `steps` is what the portal sees; `data` is carried from step to step.
create table operations (
  id bigint generated always as identity primary key,
  portal_id text not null references portals (id),
  request_id text not null,
  fingerprint text not null,
  app_code text not null,
  kind text not null,
  request jsonb not null,
  state text not null default 'accepted' check (state in ('accepted', 'running', 'done', 'rejected')),
  steps jsonb not null,
  data jsonb not null default '{}',
  attempts integer not null default 0,
  waiting_for jsonb,
  next_at timestamptz not null default now(),
  result jsonb,
  rejection jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (portal_id, request_id)
);
create index operations_open on operations (id) where state in ('accepted', 'running');

-- Transactions signed by this node, stored before they are sent: the very same bytes can always be sent again.
create table signed_transactions (
  seq bigint generated always as identity primary key,
  chain text not null references chains (id),
  id text not null,
  address text not null,
  position bigint not null,
  bytes bytea not null,
  app_code text,
  -- Set for a step of an operation: `<operation id>:<label>`, so that a step signs once.
  purpose text unique,
  -- Created contract, where the transaction makes one.
  contract_address text,
  -- held: not to be sent yet; signed: to be sent until it is in a block.
  state text not null default 'signed' check (state in ('held', 'signed', 'mined', 'failed')),
  height bigint,
  created_at timestamptz not null default now(),
  unique (chain, address, position),
  unique (chain, id)
);
create index signed_transactions_open on signed_transactions (chain, seq) where state in ('held', 'signed');
create index signed_transactions_height on signed_transactions (chain, height);

-- Transactions of an app as found in blocks, whoever signed them. Newest last.
create table app_transactions (
  seq bigint generated always as identity primary key,
  app_code text not null references apps (app_code),
  chain text not null references chains (id),
  id text not null,
  height bigint not null,
  body jsonb not null,
  -- The signed bytes, for a chain that forgets.
  bytes bytea,
  at timestamptz not null,
  unique (app_code, id)
);
create index app_transactions_app on app_transactions (app_code, seq desc);
create index app_transactions_height on app_transactions (chain, height);

create table app_events (
  seq bigint generated always as identity primary key,
  app_code text not null references apps (app_code),
  chain text not null references chains (id),
  transaction_id text not null,
  event_index integer not null,
  body jsonb not null,
  unique (app_code, transaction_id, event_index)
);
create index app_events_app on app_events (app_code, seq desc);

-- What happened, for portals to pull. Never changed; written under one lock, so that a later id is never seen before an earlier.
create table node_events (
  id bigint generated always as identity primary key,
  portal_id text,
  app_code text,
  kind text not null,
  at timestamptz not null default clock_timestamp(),
  data jsonb not null
);
create index node_events_portal on node_events (portal_id, id);
create index node_events_app on node_events (app_code, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger node_events_immutable before update on node_events
  for each row execute function refuse_change();

-- Every copy of the gateway hears of each change of an app, whoever makes it.
create function touch_app() returns trigger language plpgsql as $$
declare
  before_row jsonb := to_jsonb(old) - 'revision';
  after_row jsonb := to_jsonb(new) - 'revision';
begin
  if before_row is distinct from after_row or new.revision <> old.revision then
    new.revision := old.revision + 1;
    perform pg_notify('app_changed', new.app_code);
  end if;
  return new;
end $$;
create trigger apps_touch before update on apps for each row execute function touch_app();

create function touch_app_of_contract() returns trigger language plpgsql as $$
begin
  update apps set revision = revision + 1 where app_code = new.app_code;
  return null;
end $$;
create trigger contracts_touch after insert or update on contracts
  for each row execute function touch_app_of_contract();

create function touch_apps_of_chain() returns trigger language plpgsql as $$
begin
  update apps set revision = revision + 1 where chain = new.id and state <> 'retired';
  return null;
end $$;
create trigger chains_touch after update of port, health on chains
  for each row when (old.port is distinct from new.port or old.health is distinct from new.health)
  execute function touch_apps_of_chain();

create function announce_app() returns trigger language plpgsql as $$
begin
  perform pg_notify('app_changed', new.app_code);
  return null;
end $$;
create trigger apps_announce after insert on apps for each row execute function announce_app();
