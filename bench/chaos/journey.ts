import { expectDone, pause, type Program } from '#bench/journey/program.ts';
import { newId } from '#lib/ids/new-id.ts';

/** One write through the gateway: what was asked, and what is known of it. */
export type Write = {
  node: string;
  key: string;
  /** accepted: the node answered that it was signed and sent; refused: it answered that it was not; unknown: no answer. */
  outcome: 'accepted' | 'refused' | 'unknown';
  transactionId: string | null;
};
export type Journey = {
  name: string;
  orderId: string;
  appId: string;
  orderState: string;
  secret: string | null;
  nodes: { slug: string; neutral: string; evm: string; address: string }[];
  writes: Write[];
};
/** Where a journey is: its kill falls some moments after one of these begins. */
export const phases = ['quote', 'payment', 'delivery', 'deployment', 'calls'] as const;
export type Phase = (typeof phases)[number];
type Reached = (phase: Phase) => void;
type Market = { offerings: Record<string, string>; termsId: string; packageId: string };
type Order = { state: string; app: { id: string } };
type App = {
  state: string;
  nodes: {
    slug: string;
    policyPending: boolean;
    endpoints: { neutral: string | null; evm: string | null };
  }[];
};
type Deployments = { rows: { state: string; address: string | null; city: Record<string, string> }[] };

const patienceMs = 180_000;
const callEveryMs = 250;
const ended = ['delivered', 'deliveryFailed', 'refunded', 'cancelled', 'expired'];

export async function readMarket(program: Program): Promise<Market> {
  const nodes = expectDone(
    await program.get<{ rows: { slug: string; offerings: { id: string; access: string }[] }[] }>(
      '/city-nodes',
    ),
    'city nodes',
  );
  const packages = expectDone(
    await program.get<{ rows: { id: string; preset: string | null; name: string }[] }>('/packages'),
    'packages',
  );
  const terms = expectDone(await program.get<{ id: string }>('/terms'), 'terms');
  const offerings = nodes.rows.map(
    ({ slug, offerings }) => [slug, offerings.find(({ access }) => access === 'deploy')?.id ?? ''] as const,
  );
  return {
    offerings: Object.fromEntries(offerings),
    termsId: terms.id,
    packageId: packages.rows.find(({ name }) => name === 'KeyValueStore')?.id ?? '',
  };
}

/** Purchase, deployment and calls of one app, as a patient program does them: it repeats what got no answer. */
export async function travel(
  program: Program,
  market: Market,
  name: string,
  calls: number,
  reached: Reached,
): Promise<Journey> {
  const orderId = await purchase(program, market, name, reached);
  reached('delivery');
  const order = await program.until<Order>(
    `/orders/${orderId}`,
    ({ state }) => ended.includes(state),
    patienceMs,
    200,
  );
  const journey: Journey = {
    name,
    orderId,
    appId: order.app.id,
    orderState: order.state,
    secret: null,
    nodes: [],
    writes: [],
  };
  if (order.state !== 'delivered') return journey;
  journey.secret = await makeKey(program, order.app.id);
  reached('deployment');
  journey.nodes = await deploy(program, market, order.app.id);
  reached('calls');
  const { secret, nodes } = journey;
  // Within the app's TPS, and long enough that kills fall among the calls too.
  if (secret)
    for (let call = 0; call < calls; call += 1) {
      const asked = nodes.map((node) => write(node, secret, `${name}-${node.slug}-${call}`));
      journey.writes.push(...(await Promise.all(asked)));
      await pause(callEveryMs);
    }
  return journey;
}

/** A quote that every node holds. One that a node did not answer in time says so, and another is asked for. */
async function heldQuote(program: Program, market: Market, appName: string): Promise<string> {
  const nodes = Object.values(market.offerings).map((offeringId) => ({
    offeringId,
    tps: 5,
    storageGb: 1,
    bandwidthMbps: 1,
  }));
  const term = { unit: 'month', count: 1 };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { quoteId } = expectDone(
      await program.post<{ quoteId: string }>('/quotes', { appName, term, nodes }),
      'quote',
    );
    const { state } = await program.until<{ state: string }>(
      `/quotes/${quoteId}`,
      ({ state }) => state !== 'asking',
      patienceMs,
      200,
    );
    if (state === 'held') return quoteId;
    if (state !== 'holdRefused') throw new Error(`quote ${quoteId} is ${state}`);
  }
  throw new Error(`no city node answered ${appName} five times`);
}

async function purchase(
  program: Program,
  market: Market,
  appName: string,
  reached: Reached,
): Promise<string> {
  reached('quote');
  const quoteId = await heldQuote(program, market, appName);
  reached('payment');
  const { orderId } = expectDone(
    await program.post<{ orderId: string }>('/orders', { quoteId, legalTextId: market.termsId }),
    'order',
  );
  const { paymentId } = expectDone(
    await program.post<{ paymentId: string }>(`/orders/${orderId}/payments`, { method: 'simulated' }),
    'payment',
  );
  await program.until<{ payUrl: string | null }>(
    `/payments/${paymentId}`,
    ({ payUrl }) => payUrl !== null,
    patienceMs,
    200,
  );
  expectDone(
    await program.post(`/payments/${paymentId}/sandbox-decision`, { decision: 'succeed', delivery: 'twice' }),
    'pay',
  );
  return orderId;
}

async function makeKey(program: Program, appId: string): Promise<string | null> {
  // A key is shown once: when its answer was lost, the program makes another under a new request.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const made = await program.post<{ secret: string | null }>(
      `/apps/${appId}/keys`,
      { name: `chaos ${attempt}` },
      newId(),
    );
    if (made.status < 300 && made.body.secret) return made.body.secret;
  }
  return null;
}

async function deploy(program: Program, market: Market, appId: string): Promise<Journey['nodes']> {
  expectDone(
    await program.post(`/apps/${appId}/deployments`, { packageId: market.packageId, contractName: 'Store' }),
    'deploy',
  );
  const { rows } = await program.until<Deployments>(
    `/apps/${appId}/deployments`,
    ({ rows }) => rows.length > 0 && rows.every(({ state }) => state === 'active' || state === 'failed'),
    patienceMs,
    200,
  );
  const app = await program.until<App>(
    `/apps/${appId}`,
    ({ nodes }) => nodes.every(({ policyPending }) => !policyPending),
    patienceMs,
    200,
  );
  return app.nodes.flatMap(({ slug, endpoints }) => {
    const address = rows.find(({ city }) => city.en?.toLowerCase() === slug)?.address;
    return address && endpoints.neutral && endpoints.evm
      ? [{ slug, address, neutral: endpoints.neutral, evm: endpoints.evm }]
      : [];
  });
}

/** Sent once and never again: a write without an answer stays unknown, and the check finds out what became of it. */
async function write(node: Journey['nodes'][number], apiKey: string, key: string): Promise<Write> {
  try {
    const answer = await fetch(`${node.neutral}/invoke`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ contract: 'Store', function: 'put', args: [key, 'value'] }),
      signal: AbortSignal.timeout(20_000),
    });
    const body = (await answer.json()) as { transactionId?: string };
    const accepted = answer.ok && body.transactionId !== undefined;
    // A 5xx may come after the transaction was signed, so it proves nothing.
    const outcome = accepted ? 'accepted' : answer.status < 500 ? 'refused' : 'unknown';
    return { node: node.slug, key, outcome, transactionId: body.transactionId ?? null };
  } catch {
    await pause(200);
    return { node: node.slug, key, outcome: 'unknown', transactionId: null };
  }
}
