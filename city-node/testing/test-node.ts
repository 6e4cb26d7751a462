import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { enrolOverHttp, httpCityNode } from '#adapters/city-node/http/index.ts';
import type { CityNode } from '#adapters/city-node/port.ts';
import { freePort } from '#city-node/chains/free-port.ts';
import { issueEnrolmentToken } from '#city-node/control/issue-token.ts';
import { readCityNodeEnv, type CityNodeEnv } from '#city-node/env.ts';
import { openCityNode, type RunningCityNode } from '#city-node/start.ts';
import type { OperationInput, OperationRecord } from '#protocol/control/operations.ts';
import { generateEdgeKey, type EdgeKey } from '#protocol/edge-signing/keys.ts';

export const soon = () => ({ signal: AbortSignal.timeout(30_000) });
export const silent = pino({ level: 'silent' });
export const uniqueId = (prefix: string): string => `${prefix}-${randomBytes(6).toString('hex')}`;
export const smallApp = { tps: 10, storageGb: 20, bandwidthMbps: 5 };

/** The environment of a city node for tests; `close` removes what it laid on disk. */
export async function testEnv(
  databaseUrl: string,
  overrides: Record<string, string> = {},
): Promise<{ env: CityNodeEnv; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'cityport-node-'));
  const port = await freePort();
  const env = readCityNodeEnv({
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    CITY_NODE_NAME: 'Test',
    CITY: 'Singapore',
    COUNTRY: 'SG',
    LATITUDE: '1.35',
    LONGITUDE: '103.82',
    PROVIDER: 'Test Cloud',
    DATA_DIR: directory,
    SEALING_KEY: randomBytes(32).toString('base64'),
    SIGNING_KEY: Buffer.from(generateEdgeKey().privateKeyPem).toString('base64'),
    ...overrides,
  });
  return { env, close: () => rm(directory, { recursive: true, force: true, maxRetries: 5 }) };
}

export const openTestNode = (env: CityNodeEnv): Promise<RunningCityNode> => openCityNode(env, silent);

export interface TestPortal {
  key: EdgeKey;
  node: CityNode;
}

/** A portal that has redeemed a token of its own. */
export async function enrolledPortal(env: CityNodeEnv, name = 'Portal'): Promise<TestPortal> {
  const { key } = generateEdgeKey();
  const token = await issueEnrolmentToken(env.DATABASE_URL, env);
  const receipt = await enrolOverHttp({ key })(token, name, soon());
  if (receipt.kind !== 'done') throw new Error(`not enrolled: ${JSON.stringify(receipt)}`);
  return { key, node: portalNode(env, key, receipt.value.node.publicKey) };
}

export const portalNode = (env: CityNodeEnv, key: EdgeKey, nodePublicKey: string): CityNode =>
  httpCityNode({ baseUrl: env.PUBLIC_URL, nodePublicKey, key });

export interface NodeUnderTest {
  env: CityNodeEnv;
  running: RunningCityNode;
  ours: TestPortal;
  theirs: TestPortal;
}

/**
 * A running city node that two portals have enrolled, for a whole test file. Call it at the top of the file; what it
 * gives is there from the first test on.
 */
export function nodeUnderTest(
  database: { url: () => string },
  overrides: Record<string, string> = {},
): () => NodeUnderTest {
  let made: NodeUnderTest | null = null;
  let close: (() => Promise<void>) | null = null;
  beforeAll(async () => {
    const laid = await testEnv(database.url(), overrides);
    ({ close } = laid);
    const { env } = laid;
    const running = await openTestNode(env);
    made = {
      env,
      running,
      ours: await enrolledPortal(env, 'Ours'),
      theirs: await enrolledPortal(env, 'Theirs'),
    };
    await until('health', async () => (await fetch(`${env.PUBLIC_URL}/health`)).ok);
  });
  afterAll(async () => {
    await made?.running.stop();
    await close?.();
  });
  return () => {
    if (!made) throw new Error('asked for before the first test');
    return made;
  };
}

/** Asks and reads until the end; throws on a refusal. */
export async function perform(
  node: CityNode,
  request: OperationInput,
  requestId = uniqueId('op'),
): Promise<OperationRecord> {
  let outcome: Awaited<ReturnType<CityNode['readOperation']>> = await node.putOperation(
    requestId,
    request,
    soon(),
  );
  for (;;) {
    if (outcome.kind === 'done') return outcome.value;
    if (outcome.kind === 'rejected') throw new Error(`${outcome.code}: ${outcome.detail}`);
    if (outcome.kind === 'absent') throw new Error('the node does not know the operation');
    await new Promise((resolve) => setTimeout(resolve, 100));
    outcome = await node.readOperation(requestId, soon());
  }
}

/** Asks again and again until there is an answer; well before a test is ended for hanging it says what never came. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (const end = Date.now() + untilMs; Date.now() < end;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never came: ${what}`);
}

const untilMs = 120_000;

export function valueOf<T>(outcome: { kind: string; value?: T }): T {
  if (outcome.kind !== 'done' || outcome.value === undefined)
    throw new Error(`expected done, got ${JSON.stringify(outcome)}`);
  return outcome.value;
}
