/**
 * The gateway as a city node runs it, in a process of its own, over one app named `bench`:
 * `serve-gateway.ts <database URL> <chain URL> <TPS>`. Prints its port.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPool } from '#city-node/db/pool.ts';
import { createGateway } from '../index.ts';
import { keyOf, OPEN_KEY, testApp, TestApps, testDoors } from './test-node.ts';
import { pino } from 'pino';

const [database = '', chain = '', tps = '1000000'] = process.argv.slice(2);
const pool = openPool(database, 8);
const apps = new TestApps();
const app = testApp('bench', {
  http: chain,
  ws: chain.replace('http', 'ws'),
  chainId: 31_337,
  stop: () => undefined,
});
apps.set(app);
apps.change('bench', {
  limits: { tps: Number(tps), storageGb: 1000, bandwidthMbps: 100_000 },
  keys: [keyOf(OPEN_KEY)],
});
const log = pino({ level: 'warn' }, pino.destination(2));
const gateway = createGateway({ pool, log, now: Date.now, apps: apps.deps, doors: testDoors(apps) });
await gateway.ready;
const server = createServer((request, response) => gateway.handle(request, response));
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
