import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { openPool } from '#city-node/db/pool.ts';
import { Meter } from '../meter.ts';
import { Tally } from '../tally.ts';

/** Sixteen writers that print a dot for each write that was confirmed, until somebody kills them. */
const pool = openPool(process.argv[2] ?? '', 4);
const meter = new Meter(pool, pino({ level: 'silent' }));
const key = meter.app('portal-killed', 'app-killed').key('invoke');
for (let writer = 0; writer < 16; writer += 1) void count();

async function count(): Promise<void> {
  for (;;) {
    const tally = new Tally();
    tally.calls = 1;
    await meter.commit(key, tally);
    await printed();
  }
}

/** Straight into the pipe: what a buffer holds would die with the process. */
async function printed(): Promise<void> {
  for (;;) {
    try {
      return void writeSync(1, '.');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
