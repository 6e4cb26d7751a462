/**
 * Complete purchases through the public REST door: quote, capacity held at a city node, order with its terms, payment from
 * the wallet. `node scripts/run.mjs bench/orders/main.ts [orders]`; a stack of its own, everything else (delivery to the
 * city nodes, mail, usage) going on meanwhile as it does in life.
 */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { eq, inArray } from 'drizzle-orm';
import { expectDone, pause, program, tokenOf, type Program } from '#bench/journey/program.ts';
import { startOpenStack } from '#bench/journey/stack.ts';
import { closeDb, db } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { cpuBelow, cpuPerUnit } from './cpu-by-process.ts';
import { fillWallet } from './fill-wallet.ts';

/** Vendure on such a machine, complete orders a second and p95 (measured peers, November 2026). */
const vendure = { 1: { perSecond: 7.6, p95Ms: 177 }, 8: { perSecond: 10.8, p95Ms: 830 } } as const;
const total = Number(process.argv[2] ?? 160);

// A bench is not held to what one customer may ask of the portal; its calls are counted all the same.
Object.assign(process.env, { REST_CALLS_PER_TOKEN: '1000000', REST_CALLS_PER_ORGANISATION: '1000000' });
const stack = await startOpenStack('orders', 3800);
try {
  const email = 'developer@demo.cityport.test';
  await fillWallet(email);
  const api = program(stack.portalUrl, await tokenOf(email));
  const market = await readMarket(api);
  await buy(api, market, 1, 60, 'warm');
  const rows: Record<string, Record<string, string | number>> = {};
  for (const workers of [1, 8] as const) {
    const before = await cpuBelow(stack.pid);
    const deliveredBefore = await delivered();
    const { perSecond, p50Ms, p95Ms, heldMs } = await buy(api, market, workers, total, `w${workers}`);
    const used = cpuPerUnit(before, await cpuBelow(stack.pid), total);
    const peer = vendure[workers];
    rows[`${workers} worker${workers > 1 ? 's' : ''}`] = {
      'orders/s': perSecond.toFixed(1),
      'p50 ms': Math.round(p50Ms),
      'p95 ms': Math.round(p95Ms),
      'of it until held, p50 ms': Math.round(heldMs),
      'delivered meanwhile': (await delivered()) - deliveredBefore,
      'Vendure orders/s': peer.perSecond,
      'Vendure p95 ms': peer.p95Ms,
      ratio: (perSecond / peer.perSecond).toFixed(1),
      load: loadavg()[0]?.toFixed(1) ?? '',
    };
    console.log(`${workers} at once, processor time an order, with all that goes on meanwhile:`, used);
  }
  console.table(rows);
  const paidAt = performance.now();
  while ((await undelivered()) > 0 && performance.now() - paidAt < 120_000) await pause(250);
  const drainedS = ((performance.now() - paidAt) / 1000).toFixed(1);
  console.log(`${drainedS} s after the last order was paid, ${await undelivered()} are not yet delivered`);
} finally {
  await closeDb();
  await stack.stop();
  rmSync(stack.home, { recursive: true, force: true });
}

/** Apps that stand at their city node: what of the deliveries was done while the orders were counted. */
function delivered(): Promise<number> {
  return db().$count(orders, eq(orders.state, 'delivered'));
}

function undelivered(): Promise<number> {
  return db().$count(orders, inArray(orders.state, ['paid', 'delivering']));
}

type Market = { offeringId: string; termsId: string };

async function readMarket(api: Program): Promise<Market> {
  const nodes = expectDone(
    await api.get<{ rows: { offerings: { id: string; access: string }[] }[] }>('/city-nodes'),
    'city nodes',
  );
  const terms = expectDone(await api.get<{ id: string }>('/terms'), 'terms');
  const offering = nodes.rows[0]?.offerings.find(({ access }) => access === 'deploy');
  return { offeringId: offering?.id ?? '', termsId: terms.id };
}

async function buy(api: Program, market: Market, workers: number, orders: number, prefix: string) {
  const latencies: number[] = [];
  const untilHeld: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < orders) {
      next += 1;
      const at = performance.now();
      untilHeld.push(await buyOne(api, market, `${prefix}-${next}`));
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  const seconds = (performance.now() - started) / 1000;
  return {
    perSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
    heldMs: quantile(untilHeld, 0.5),
  };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** One purchase; how long it took until the capacity was held, in milliseconds. */
async function buyOne(api: Program, { offeringId, termsId }: Market, appName: string): Promise<number> {
  const started = performance.now();
  const wanted = {
    appName,
    term: { unit: 'month', count: 1 },
    nodes: [{ offeringId, tps: 1, storageGb: 1, bandwidthMbps: 1 }],
  };
  const quote = await api.postAndWait<{ quoteId: string; state: string }>('/quotes', wanted, 20);
  const { quoteId, state } = expectDone(quote, 'quote');
  if (state !== 'held') throw new Error(`the quote is ${state}`);
  const heldMs = performance.now() - started;
  const { orderId } = expectDone(
    await api.post<{ orderId: string }>('/orders', { quoteId, legalTextId: termsId }),
    'order',
  );
  expectDone(await api.post(`/orders/${orderId}/payments`, { method: 'wallet' }), 'payment');
  return heldMs;
}
