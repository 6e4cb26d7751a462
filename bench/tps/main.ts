/**
 * The TPS limit beside the ideal token bucket: `node scripts/run.mjs bench/tps/main.ts [seconds]`, 30 by default. At 10, 100 and 1,000
 * TPS: how much of an overload gets through (ideal: N × seconds + N), and whether traffic at 95 % of its limit is ever
 * refused, sent evenly, in fifths of a second, and a second's worth at once.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { CALL } from '#bench/gateway/load-calls.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { startAnvil } from '#city-node/gateway/testing/start-anvil.ts';
import { OPEN_KEY } from '#city-node/gateway/testing/test-node.ts';
import { startPostgres } from '#scripts/postgres/start-postgres.ts';

const seconds = Number(process.argv[2] ?? 30);
const home = await mkdtemp(join(tmpdir(), 'cityport-bench-'));
await chmod(home, 0o755);
const postgres = await startPostgres({ directory: join(home, 'postgres') });
const chain = await startAnvil(31_337);

interface Sent {
  accepted: number;
  refused: number;
  other: number;
  /** From the first call to the last answer that was accepted: for so long the bucket filled. */
  seconds: number;
}

/** Sends `size` calls at once every `everyMs`, on time whatever the answers do. */
async function pace(url: string, size: number, everyMs: number, forSeconds: number): Promise<Sent> {
  const target = new URL(url);
  const pool = new Pool(target.origin, { connections: 128, pipelining: 1 });
  const headers = { 'content-type': 'application/json', 'x-api-key': OPEN_KEY };
  const sent: Sent = { accepted: 0, refused: 0, other: 0, seconds: 0 };
  const open: Promise<void>[] = [];
  const started = performance.now();
  const call = async () => {
    const { statusCode, body } = await pool.request({
      path: target.pathname,
      method: 'POST',
      headers,
      body: CALL,
    });
    await body.dump();
    sent[statusCode === 200 ? 'accepted' : statusCode === 429 ? 'refused' : 'other'] += 1;
    if (statusCode === 200) sent.seconds = (performance.now() - started) / 1000;
  };
  const ticks = Math.round((forSeconds * 1000) / everyMs);
  for (let tick = 0; tick < ticks; tick += 1) {
    const wait = started + tick * everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    for (let i = 0; i < size; i += 1) open.push(call());
  }
  await Promise.all(open);
  await pool.close();
  return sent;
}

/** A gateway of its own with this limit, its bucket full. */
async function withGateway<T>(name: string, tps: number, work: (url: string) => Promise<T>): Promise<T> {
  await postgres.ensureDatabase(name);
  await migrate(postgres.url(name));
  const script = fileURLToPath(new URL('../../city-node/gateway/testing/serve-gateway.ts', import.meta.url));
  const child = spawn(process.execPath, [script, postgres.url(name), chain.http, String(tps)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  try {
    return await work(`http://127.0.0.1:${port}/evm/v1/bench`);
  } finally {
    child.kill();
  }
}

const rows: Record<string, Record<string, string | number>> = {};
let worst = 0;
let wronged = 0;
try {
  for (const tps of [10, 100, 1000]) {
    const over = await withGateway(`over_${tps}`, tps, (url) =>
      pace(url, Math.ceil(tps / 20), 1000 / 30, seconds),
    );
    const ideal = Math.floor(tps + tps * over.seconds);
    const off = (over.accepted - ideal) / ideal;
    worst = Math.max(worst, Math.abs(off));
    const shapes: Sent[] = [];
    for (const size of [Math.max(1, tps / 100), tps / 5, tps]) {
      // On a busy machine this side's own delays would turn exactly 100 % into bursts above the limit.
      const everyMs = (size / (0.95 * tps)) * 1000;
      shapes.push(
        await withGateway(`at_${tps}_by_${size}`, tps, (url) =>
          pace(url, size, everyMs, Math.min(10, seconds)),
        ),
      );
    }
    const refusals = shapes.map(({ refused, other }) => refused + other);
    wronged += refusals.reduce((sum, one) => sum + one, 0) + over.other;
    rows[`${tps} TPS`] = {
      offered: over.accepted + over.refused + over.other,
      accepted: over.accepted,
      'ideal bucket': ideal,
      'off by': `${(off * 100).toFixed(2)} %`,
      'refused of compliant (even / fifths / at once)': refusals.join(' / '),
    };
  }
  console.log(
    `load average ${loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}; ${seconds} s each`,
  );
  console.table(rows);
  const good = worst <= 0.01 && wronged === 0;
  console.log(
    good
      ? 'within 1 % of the ideal, and no compliant call was refused'
      : 'NOT within 1 %, or a compliant call was refused',
  );
  process.exitCode = good ? 0 : 1;
} finally {
  chain.stop();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}
