import { readsEvents, type ChainDriver, type FullBlock, type RawTransaction } from '#adapters/chains/port.ts';
import { rows, type Conn } from '#city-node/db/pool.ts';
import { appendEvents, type NewEvent } from '#city-node/events/append.ts';
import type { ChainEvent, ChainTransaction } from '#protocol/control/app-reads.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';
import { shorten } from './shorten.ts';

interface Known {
  app_code: string;
  portal_id: string;
  name: string;
  address: string;
  abi: Record<string, JsonValue>[];
}

/** Of which app an address is: a contract of it, or its own account. */
interface Directory {
  contracts: Map<string, Known>;
  accounts: Map<string, { app_code: string; portal_id: string }>;
  /** Names of contracts that are being made, by transaction. */
  creations: Map<string, string>;
}

/**
 * Writes the transactions of apps found in these blocks, whoever signed them, with their events by name, and tells the
 * portals. One that was written before (the chain forgot it and it came again) only gets its new height.
 */
export async function recordTransactions(
  tx: Conn,
  chain: string,
  driver: ChainDriver,
  blocks: readonly FullBlock[],
): Promise<void> {
  const directory = await directoryFor(tx, chain, blocks);
  const found: Recorded[] = [];
  for (const { block, transactions } of blocks) {
    for (const raw of transactions) {
      for (const app of appsOf(raw, directory)) {
        const body = describe(raw, driver, directory, app.app_code, block.at);
        found.push({ app, body, bytes: raw.bytes });
      }
    }
  }
  if (found.length > 0) await appendEvents(tx, await write(tx, chain, found));
}

async function directoryFor(tx: Conn, chain: string, blocks: readonly FullBlock[]): Promise<Directory> {
  const all = blocks.flatMap(({ transactions }) => transactions);
  const addresses = new Set(
    all.flatMap((raw) => [raw.to ?? '', ...raw.events.map(({ address }) => address)]),
  );
  const contracts = await rows<Known>(
    tx,
    `select c.app_code, a.portal_id, c.name, c.address, c.package -> 'abi' as abi
     from contracts as c join apps as a using (app_code) where c.chain = $1 and c.address = any($2)`,
    [chain, [...addresses]],
  );
  const accounts = await rows<{ app_code: string; portal_id: string; custody_address: string }>(
    tx,
    'select app_code, portal_id, custody_address from apps where chain = $1 and custody_address = any($2)',
    [chain, [...new Set(all.map(({ from }) => from))]],
  );
  const creations = await rows<{ id: string; name: string }>(
    tx,
    `select s.id, o.request -> 'package' ->> 'name' as name
     from signed_transactions as s join operations as o on o.id = split_part(s.purpose, ':', 1)::bigint
     where s.chain = $1 and s.id = any($2) and s.purpose like '%:deploy'`,
    [chain, all.filter(({ to }) => to === null).map(({ id }) => id)],
  );
  return {
    contracts: new Map(contracts.map((row) => [row.address, row])),
    accounts: new Map(accounts.map((row) => [row.custody_address, row])),
    creations: new Map(creations.map((row) => [row.id, row.name])),
  };
}

function appsOf(raw: RawTransaction, { contracts, accounts }: Directory) {
  const found = new Map<string, { app_code: string; portal_id: string }>();
  for (const address of [raw.to ?? '', ...raw.events.map((event) => event.address)]) {
    const known = contracts.get(address);
    if (known) found.set(known.app_code, known);
  }
  const sender = accounts.get(raw.from);
  if (sender) found.set(sender.app_code, sender);
  return found.values();
}

/** As the app's own people may see it: names by its own ABI, events of its own contracts only. */
function describe(
  raw: RawTransaction,
  driver: ChainDriver,
  { contracts, creations }: Directory,
  appCode: string,
  at: string,
): ChainTransaction {
  const own = (address: string | null) => {
    const known = contracts.get(address ?? '');
    return known?.app_code === appCode ? known : undefined;
  };
  const named = readsEvents(driver) ? driver : null;
  const target = own(raw.to);
  const call = target && named?.decodeCall(raw.input, target.abi);
  const events = raw.events.flatMap((event): ChainEvent[] => {
    const known = own(event.address);
    const read = known && named?.decodeEvent(event, known.abi);
    if (!known || !read) return [];
    return [
      {
        contract: known.name,
        name: read.name,
        args: shorten(read.args),
        transactionId: raw.id,
        height: raw.height ?? 0,
        index: event.index,
        at,
      },
    ];
  });
  const creation = raw.to === null;
  return {
    id: raw.id,
    state: raw.state,
    from: raw.from,
    to: raw.to ?? raw.contractAddress,
    contract: target?.name ?? creations.get(raw.id) ?? null,
    function: call?.name ?? (creation ? 'constructor' : null),
    args: call ? call.args.slice(0, 64).map(shorten) : null,
    height: raw.height,
    at,
    cost: raw.cost,
    error: raw.error,
    events: events.slice(0, 500),
  };
}

interface Recorded {
  app: { app_code: string; portal_id: string };
  body: ChainTransaction;
  bytes: Uint8Array | null;
}

async function write(tx: Conn, chain: string, found: readonly Recorded[]): Promise<NewEvent[]> {
  const [codes, ids] = [found.map(({ app }) => app.app_code), found.map(({ body }) => body.id)];
  const before = await rows<{ app_code: string; id: string; state: string }>(
    tx,
    `select t.app_code, t.id, t.body ->> 'state' as state from app_transactions as t
     join unnest($1::text[], $2::text[]) as f (app_code, id) using (app_code, id)`,
    [codes, ids],
  );
  const known = new Map(before.map((row) => [`${row.app_code} ${row.id}`, row.state]));
  await tx.query(
    `insert into app_transactions (chain, app_code, id, height, body, bytes, at)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::jsonb[], $6::bytea[], $7::timestamptz[])
     on conflict (app_code, id) do update set height = excluded.height, body = excluded.body, at = excluded.at`,
    [
      chain,
      codes,
      ids,
      found.map(({ body }) => body.height ?? 0),
      found.map(({ body }) => JSON.stringify(body)),
      found.map(({ bytes }) => bytes && Buffer.from(bytes)),
      found.map(({ body }) => body.at),
    ],
  );
  const emitted = found.flatMap(({ app, body }) => body.events.map((event) => ({ app, event })));
  await tx.query(
    `insert into app_events (chain, app_code, transaction_id, event_index, body)
     select $1, * from unnest($2::text[], $3::text[], $4::integer[], $5::jsonb[])
     on conflict (app_code, transaction_id, event_index) do update set body = excluded.body`,
    [
      chain,
      emitted.map(({ app }) => app.app_code),
      emitted.map(({ event }) => event.transactionId),
      emitted.map(({ event }) => event.index),
      emitted.map(({ event }) => JSON.stringify(event)),
    ],
  );
  return found.flatMap(({ app, body }) => tellOf(app, body, known.get(`${app.app_code} ${body.id}`)));
}

/** A transaction is told once; again only when it ended otherwise the second time. */
function tellOf(app: Recorded['app'], body: ChainTransaction, before: string | undefined): NewEvent[] {
  if (before === body.state) return [];
  const about = { portalId: app.portal_id, appCode: app.app_code };
  const { events, ...rest } = body;
  const told: NewEvent[] = [{ kind: 'transaction.recorded', ...about, data: rest }];
  return before === undefined
    ? [
        ...told,
        ...events.map((event): NewEvent => ({ kind: 'contract.event', ...about, data: { ...event } })),
      ]
    : told;
}
