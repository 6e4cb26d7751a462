import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { signRequest } from '#protocol/edge-signing/request.ts';
import { freePort } from './chains/free-port.ts';
import type { CityNodeEnv } from './env.ts';
import type { RunningCityNode } from './start.ts';
import {
  enrolledPortal,
  openTestNode,
  perform,
  portalNode,
  smallApp,
  soon,
  testEnv,
  uniqueId,
  until,
  valueOf,
  type TestPortal,
} from './testing/test-node.ts';

const database = emptyDatabase();
let env: CityNodeEnv;
let secondEnv: CityNodeEnv;
let first: RunningCityNode;
let second: RunningCityNode;
let close: () => Promise<void>;
let portal: TestPortal;

beforeAll(async () => {
  ({ env, close } = await testEnv(database.url()));
  const port = await freePort();
  secondEnv = { ...env, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  first = await openTestNode(env);
  portal = await enrolledPortal(env);
  second = await openTestNode(secondEnv);
});
afterAll(async () => {
  await first.stop();
  await second.stop();
  await close();
});

const behind = () => portalNode(secondEnv, portal.key, second.node.key.publicKey);
const appCode = uniqueId('app');

it('a call that one copy has taken is repeated for every copy', async () => {
  const target = '/control/v1/status';
  const now = Math.floor(Date.now() / 1000);
  const headers = signRequest({ method: 'GET', target, body: '' }, portal.key, first.node.key.id, now);
  expect((await fetch(env.PUBLIC_URL + target, { headers })).status).toBe(200);
  expect((await fetch(secondEnv.PUBLIC_URL + target, { headers })).status).toBe(401);
});

it('what one copy takes in, the leading one does, and all tell', async () => {
  await perform(behind(), { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
  expect(valueOf(await portal.node.appRead(appCode, 'summary', {}, soon())).state).toBe('active');
});

it('another copy leads when the leading one ends, and keeps the chain’s state', async () => {
  await perform(portal.node, { kind: 'deployContract', appCode, package: keyValuePackage() });
  await first.stop();
  await until('health', async () => (await fetch(`${secondEnv.PUBLIC_URL}/health`)).ok);
  await perform(behind(), { kind: 'upgradeContract', appCode, package: keyValuePackage('2') });
  expect(valueOf(await behind().appRead(appCode, 'summary', {}, soon())).contracts).toHaveLength(2);
});
