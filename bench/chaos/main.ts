/**
 * Kills web, worker, city nodes and chains without warning at random moments of purchase, deployment and calls, and then
 * checks that nothing was doubled and nothing lost. The choices come from a seed, so that a run can be repeated:
 * `node scripts/run.mjs bench/chaos/main.ts [--rounds 30] [--seed 1]`. Starts a stack of its own with fresh data.
 * `--victim chain-singapore` and `--phase calls` narrow it down, to look closer at what a whole run has found.
 */
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { program, pause, tokenOf } from '#bench/journey/program.ts';
import { startOpenStack } from '#bench/journey/stack.ts';
import { closeDb } from '#db/connection.ts';
import { violations } from './check.ts';
import { phases, readMarket, travel, type Journey } from './journey.ts';
import { seededRandom } from './random.ts';
import { killNow, victims } from './victims.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    victim: { type: 'string' },
    phase: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? 30);
const seed = Number(values.seed ?? 1);
const callsPerNode = 12;
/** A phase takes about this long: a kill may also fall a little after it. */
const longestMs = 4_000;

const random = seededRandom(seed);
const stack = await startOpenStack('chaos', 3700);
let failed = 0;
let kills = 0;
try {
  const api = program(stack.portalUrl, await tokenOf('developer@demo.cityport.test'), 120_000);
  const market = await readMarket(api);
  const journeys: Journey[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Both are picked always, so that a narrowed run keeps the moments of the whole one.
    const [anyVictim, anyPhase] = [random.pick(victims), random.pick(phases)];
    const victim = victims.find((name) => name === values.victim) ?? anyVictim;
    const phase = phases.find((name) => name === values.phase) ?? anyPhase;
    const afterMs = random.whole(longestMs);
    const started = Date.now();
    const killing: Promise<number | null>[] = [];
    const journey = await travel(api, market, `chaos-${seed}-${round}`, callsPerNode, (reached) => {
      if (reached === phase) killing.push(pause(afterMs).then(() => killNow(stack.home, victim)));
    });
    const [pid] = await Promise.all(killing);
    if (pid) kills += 1;
    journeys.push(journey);
    const count = (outcome: string) => journey.writes.filter((write) => write.outcome === outcome).length;
    console.log(
      `${String(round).padStart(2)}  ${victim.padEnd(20)} killed ${(afterMs / 1000).toFixed(1).padStart(4)} s into ${phase.padEnd(10)}${pid ? '' : ' (was down)'}: ` +
        `order ${journey.orderState}, ${count('accepted')} writes accepted, ${count('refused')} refused, ${count('unknown')} unknown, ` +
        `${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  }
  await pause(5_000);
  const found = await violations(api, journeys);
  for (const line of found) console.log(`VIOLATION ${line}`);
  failed = found.length;
  const delivered = journeys.filter(({ orderState }) => orderState === 'delivered').length;
  const writes = journeys.flatMap((journey) => journey.writes);
  console.log(
    `seed ${seed}: ${kills} kills, ${delivered} of ${journeys.length} orders delivered, ${writes.length} writes, ` +
      `${found.length} violations (load ${loadavg()[0]?.toFixed(1)})`,
  );
} finally {
  await closeDb();
  await stack.stop();
  if (failed === 0) rmSync(stack.home, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
