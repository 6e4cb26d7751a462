import { Interface } from 'ethers';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { db } from '#db/connection.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { verifyLedger } from '#lib/ledger/verify-ledger.ts';
import { pause, type Program } from '#bench/journey/program.ts';
import type { Journey } from './journey.ts';

const events = new Interface([
  'event ValuePut(bytes32 indexed keyHash, string key, string value, address indexed by)',
]);

/** Everything that must hold when all is quiet again; each line that comes back is a violation. */
export async function violations(program: Program, journeys: readonly Journey[]): Promise<string[]> {
  const found: string[] = [];
  for (const journey of journeys) {
    found.push(...(await moneyOf(journey)), ...(await deliveryOf(journey)));
    for (const node of journey.nodes)
      found.push(...(await writesOf(journey, node)), ...(await signedFor(journey, node)));
    found.push(...(await usageOf(program, journey)));
  }
  found.push(...(await wholeLedger()));
  return found;
}

/** One order, one payment, one sale in the ledger, one invoice, and all of one amount. */
async function moneyOf({ name, orderId }: Journey): Promise<string[]> {
  const { rows } = await db().execute<{
    state: string;
    total: string;
    paid: string;
    payments: number;
    sales: number;
    sold: string;
    invoices: number;
    invoiced: string;
    shared: string;
  }>(sql`
    select o.state, o.total::text,
           (select coalesce(sum(amount), 0)::text from payments where order_id = o.id and state = 'succeeded') as paid,
           (select count(*)::int from payments where order_id = o.id and state = 'succeeded') as payments,
           (select count(*)::int from ledger_transactions where kind = 'sale' and detail->>'orderId' = o.id::text) as sales,
           (select coalesce(sum(p.amount) filter (where p.amount > 0), 0)::text from ledger_postings p
              join ledger_transactions t on t.id = p.transaction_id
             where t.kind = 'sale' and t.detail->>'orderId' = o.id::text) as sold,
           (select count(*)::int from invoices where order_id = o.id and kind = 'invoice') as invoices,
           (select coalesce(sum(total), 0)::text from invoices where order_id = o.id and kind = 'invoice') as invoiced,
           (select coalesce(sum(amount), 0)::text from settlement_shares where order_id = o.id and event = 'payment') as shared
      from orders o where o.id = ${orderId}::uuid`);
  const [row] = rows;
  if (!row) return [`${name}: its order is gone`];
  const once = row.payments === 1 && row.sales === 1 && row.invoices === 1;
  const same = [row.paid, row.sold, row.invoiced, row.shared].every((amount) => amount === row.total);
  return once && same ? [] : [`${name}: the money of its order does not add up once: ${JSON.stringify(row)}`];
}

/** Delivered, or visibly failed with a reason; one operation of each kind for each node. */
async function deliveryOf({ name, orderId, appId, orderState }: Journey): Promise<string[]> {
  const { rows } = await db().execute<{ kind: string; node: string; count: number; open: number }>(sql`
    select kind, city_node_id::text as node, count(*)::int as count,
           count(*) filter (where state not in ('done', 'rejected', 'failed'))::int as open
      from operations where app_id = ${appId}::uuid group by 1, 2`);
  const doubled = rows.filter(
    ({ kind, count }) => ['createApp', 'deployContract'].includes(kind) && count > 1,
  );
  const open = rows.filter((row) => row.open > 0);
  return [
    ...(orderState === 'delivered' || orderState === 'deliveryFailed'
      ? []
      : [`${name}: order ${orderId} ended as ${orderState}`]),
    ...doubled.map(({ kind, node, count }) => `${name}: ${kind} was asked ${count} times of ${node}`),
    ...open.map(({ kind, node }) => `${name}: ${kind} at ${node} never ended`),
  ];
}

/** Each accepted write stands on the chain exactly once; a write without an answer at most once; a refused one never. */
async function writesOf(journey: Journey, node: Journey['nodes'][number]): Promise<string[]> {
  const answer = await fetch(node.evm, {
    method: 'POST',
    headers: { 'x-api-key': journey.secret ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getLogs',
      params: [{ address: node.address, fromBlock: '0x0', toBlock: 'latest' }],
    }),
  });
  const { result } = (await answer.json()) as { result?: { topics: string[]; data: string }[] };
  if (!result) return [`${journey.name}: ${node.slug} does not tell its logs (${answer.status})`];
  const times = new Map<string, number>();
  for (const log of result) {
    const key = events.parseLog(log)?.args.getValue('key') as string | undefined;
    if (key) times.set(key, (times.get(key) ?? 0) + 1);
  }
  return journey.writes
    .filter((write) => write.node === node.slug)
    .flatMap(({ key, outcome }) => {
      const seen = times.get(key) ?? 0;
      const right = outcome === 'accepted' ? seen === 1 : outcome === 'refused' ? seen === 0 : seen <= 1;
      return right
        ? []
        : [`${journey.name}: the write ${key} was ${outcome} and stands ${seen} times on the chain`];
    });
}

/** What the city node has signed for the app: one deployment, and nothing that still waits for a block. */
async function signedFor({ name }: Journey, { slug, neutral }: Journey['nodes'][number]): Promise<string[]> {
  const database = new URL(process.env.DATABASE_URL ?? '');
  database.pathname = `/city_node_${slug}`;
  const client = new pg.Client({ connectionString: database.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ deployments: number; waiting: number }>(
      `select count(*) filter (where contract_address is not null)::int as deployments,
              count(*) filter (where state in ('held', 'signed'))::int as waiting
         from signed_transactions where app_code = $1`,
      [neutral.split('/').at(-1)],
    );
    const [row] = rows;
    return row?.deployments === 1 && row.waiting === 0
      ? []
      : [`${name}: ${slug} signed ${row?.deployments} deployments, ${row?.waiting} transactions still wait`];
  } finally {
    await client.end();
  }
}

/** Every accepted write was counted, and nothing was counted that was not asked. */
async function usageOf(program: Program, { name, appId, writes }: Journey): Promise<string[]> {
  if (writes.length === 0) return [];
  const accepted = writes.filter(({ outcome }) => outcome === 'accepted').length;
  const possible = writes.filter(({ outcome }) => outcome !== 'refused').length;
  let counted = -1;
  for (let attempt = 0; attempt < 60 && counted < accepted; attempt += 1) {
    const { body } = await program.get<{ rows: { writes: number }[] }>(`/apps/${appId}/usage?span=48`);
    counted = body.rows.reduce((sum, row) => sum + row.writes, 0);
    if (counted < accepted) await pause(500);
  }
  return counted >= accepted && counted <= possible
    ? []
    : [`${name}: ${counted} writes were counted, ${accepted} accepted, ${possible} possible`];
}

async function wholeLedger(): Promise<string[]> {
  const { difference } = await verifyLedger(systemActor('chaos'));
  const { rows } = await db().execute<{ currency: string; sum: string }>(
    sql`select currency, sum(amount)::text as sum from ledger_postings group by currency having sum(amount) <> 0`,
  );
  return [
    ...(difference ? [`ledger: ${difference}`] : []),
    ...rows.map(({ currency, sum }) => `ledger: ${currency} is ${sum} out of balance`),
  ];
}
