/**
 * A call through the gateway beside the bare chain, nginx with a key map and `limit_req`, and a bare Node proxy; all
 * sides in one run, in turns. `node scripts/run.mjs bench/gateway/main.ts [rounds] [seconds]`. Every check and the durable count are on.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '#city-node/db/migrate.ts';
import { startAnvil } from '#city-node/gateway/testing/start-anvil.ts';
import { OPEN_KEY } from '#city-node/gateway/testing/test-node.ts';
import { startPostgres } from '#scripts/postgres/start-postgres.ts';
import { cpuTimeUs } from './cpu-time.ts';
import { loadCalls } from './load-calls.ts';
import { loadWrites, signWrites, WRITERS } from './load-writes.ts';
import { onPath, startNginx } from './start-nginx.ts';

const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 5);
const home = await mkdtemp(join(tmpdir(), 'cityport-bench-'));
await chmod(home, 0o755);
// A database as it is in production: each commit waits for the disk.
const postgres = await startPostgres({ directory: join(home, 'postgres') });
await postgres.ensureDatabase('bench');
await migrate(postgres.url('bench'));
const chain = await startAnvil(31_337, ['--accounts', String(WRITERS)]);
const children: ChildProcess[] = [];

interface Target {
  url: string;
  /** Of a process that this program started with one thread of work; its processor time is told too. */
  pid?: number | undefined;
}

function serve(script: string, under: string, ...args: string[]): Promise<Target> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve) =>
    child.stdout.once('data', (chunk: Buffer) =>
      resolve({ url: `http://127.0.0.1:${chunk.toString().trim()}${under}`, pid: child.pid }),
    ),
  );
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const nginx = await startNginx(chain.http, OPEN_KEY);
const targets: Record<string, Target> = {
  anvil: { url: `${chain.http}/` },
  ...(nginx ? { nginx: { url: nginx.url } } : {}),
  'node proxy': await serve('./serve-proxy.ts', '/', chain.http),
  gateway: await serve(
    '../../city-node/gateway/testing/serve-gateway.ts',
    '/evm/v1/bench',
    postgres.url('bench'),
    chain.http,
  ),
};
if (!nginx) console.log('nginx: not run, because it is not on the path');
if (!onPath('wrk'))
  console.log('load by undici in this process, because wrk is not on the path: all sides look nearer');

try {
  for (const { url } of Object.values(targets)) await loadCalls(url, OPEN_KEY, 8, 1);
  let failures = 0;
  const measured: Record<string, Record<string, string>> = {};
  for (const connections of [8, 64]) {
    const rates = new Map(Object.keys(targets).map((name) => [name, [] as number[]]));
    const costs = new Map(Object.keys(targets).map((name) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round += 1)
      for (const [name, { url, pid }] of Object.entries(targets)) {
        const before = await cpuTimeUs(pid);
        const load = await loadCalls(url, OPEN_KEY, connections, seconds);
        failures += load.failures;
        rates.get(name)?.push(load.perSecond);
        costs.get(name)?.push(((await cpuTimeUs(pid)) - before) / (load.perSecond * seconds));
      }
    const of = (name: string) => rates.get(name) ?? [];
    const ratio = (name: string, base: string) =>
      median(of(name).map((rate, i) => rate / (of(base)[i] ?? 1)));
    for (const name of Object.keys(targets))
      measured[`${name}, ${connections} connections`] = {
        'calls/s': median(of(name)).toFixed(0),
        'of bare anvil': ratio(name, 'anvil').toFixed(2),
        'of bare Node proxy': ratio(name, 'node proxy').toFixed(2),
        'processor µs a call': (costs.get(name) ?? []).some(Number.isNaN)
          ? ''
          : median(costs.get(name) ?? []).toFixed(1),
      };
  }
  console.log(
    `load average ${loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}; medians of ${rounds} rounds of ${seconds} s`,
  );
  console.table(measured);
  const writes: Record<string, Record<string, string>> = {};
  const written = new Map<string, number[]>();
  let nonce = 0;
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['anvil', 'node proxy', 'gateway']) {
      const load = await loadWrites(targets[name]?.url ?? '', OPEN_KEY, await signWrites(31_337, nonce, 25));
      nonce += 25;
      failures += load.failures;
      written.set(name, [...(written.get(name) ?? []), load.perSecond]);
    }
  for (const [name, rates] of written)
    writes[`${name}, ${WRITERS} writers`] = {
      'writes/s': median(rates).toFixed(0),
      'of bare anvil': median(rates.map((rate, i) => rate / (written.get('anvil')?.[i] ?? 1))).toFixed(2),
    };
  console.log(
    'eth_sendRawTransaction; through the gateway each is on disk before it is sent and before it is answered',
  );
  console.table(writes);
  console.log(`refused or failed: ${failures}`);
} finally {
  for (const child of children) child.kill();
  nginx?.stop();
  chain.stop();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
