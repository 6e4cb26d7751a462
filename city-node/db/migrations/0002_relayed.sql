-- Transactions that applications signed themselves and the chain took through the gateway: kept before they are answered,
-- so that a chain that forgets gets them again. `height` null: not yet in a block; -1: the chain takes it no more.
create table relayed_transactions (
  seq bigint generated always as identity primary key,
  chain text not null references chains (id),
  id text not null,
  app_code text not null,
  bytes bytea not null,
  height bigint,
  created_at timestamptz not null default now(),
  unique (chain, id)
);
create index relayed_transactions_open on relayed_transactions (chain, seq) where height is null;
create index relayed_transactions_height on relayed_transactions (chain, height);
