import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { appNodes, operations } from '#db/schema/apps.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { advanceClock, advanceClockInput, clockTarget } from '#lib/clock/advance-clock.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { askCreateApp, nodesOf, testApp, testNode, type TestNode } from '#lib/operations/testing/one-app.ts';
import type { WorkerContext } from './context.ts';
import { presence } from './presence.ts';
import { runWorker, type RunningWorker } from './run-worker.ts';

const database = testDatabase();

let place: TestNode;
let context: WorkerContext;
const running: RunningWorker[] = [];

beforeAll(async () => {
  place = await testNode('Hangzhou');
  context = {
    nodes: nodesOf([place]),
    enrol: () => Promise.resolve({ kind: 'unknown', detail: 'nobody there' }),
    payments: {},
    mail: { kind: 'mailbox', send: () => Promise.resolve({ kind: 'sent' }) },
  };
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

async function start(): Promise<void> {
  running.push(await runWorker(context, database.url(), { rhythms: [] }));
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) if (await holds()) return;
  throw new Error(`never came about: ${what}`);
}

const isDone = async (id: string) =>
  (await db().select().from(operations).where(eq(operations.id, id)))[0]?.state === 'done';
const locked = async () => {
  const { rows } = await db().execute(
    sql`select 1 from graphile_worker._private_jobs where locked_by is not null`,
  );
  return rows.length;
};

it('takes an operation from its request to the policy in force, with two workers at it', async () => {
  await Promise.all([start(), start()]);
  const apps = await Promise.all(Array.from({ length: 6 }, () => testApp(place)));
  const ids = await Promise.all(apps.map((app) => askCreateApp(app)));
  await until('all done', async () => (await Promise.all(ids.map(isDone))).every(Boolean));
  await until('all policies in force', async () => {
    const rows = await db().select().from(appNodes).where(eq(appNodes.cityNodeId, place.id));
    return rows.every((row) => row.policyVersion > 0 && row.policyPushed === row.policyVersion);
  });
});

it('takes up what a killed worker had begun, and leaves a living one alone', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  const dead = `pool-${randomBytes(6).toString('hex')}`;
  await db().update(operations).set({ state: 'sent' }).where(eq(operations.id, id));
  await db().execute(sql`
    update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = ${dead}, attempts = 1
     where payload->>'operationId' = ${id}`);
  const alive = presence(database.url());
  await alive.announce(dead);
  await start();
  await sleep(0);
  expect(await locked()).toBeGreaterThan(0);
  expect(await isDone(id)).toBe(false);
  // The process is gone: its locks go with its connection.
  await alive.end();
  await until('done', () => isDone(id));
});

it('stops without leaving a job locked', { repeats: 20 }, async () => {
  await start();
  for (let each = 0; each < 20; each += 1)
    await db().transaction((tx) => enqueue(tx, 'sendMail', { mailId: newId() }));
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
  expect(await locked()).toBe(0);
});

it('takes the test clock to where an operator sent it', async () => {
  await start();
  const now = await portalNow();
  const target = new Date(now.getTime() + 8 * 86_400_000);
  await advanceClock(
    testActor({ role: 'operator' }),
    advanceClockInput.parse({ requestId: newId(), to: target.toISOString() }),
  );
  await until('the clock is there', async () => (await clockTarget()) === null);
  expect((await portalNow()).getTime()).toBeGreaterThanOrEqual(target.getTime());
});
