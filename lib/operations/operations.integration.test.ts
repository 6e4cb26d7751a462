import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CityNode } from '#adapters/city-node/port.ts';
import { db } from '#db/connection.ts';
import { appNodes, operations } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { advanceOperation } from './advance-operation.ts';
import { listOperations, listOperationsInput } from './list-operations.ts';
import { retryOperation, retryOperationInput } from './retry-operation.ts';
import { wakeStalled } from './wake-stalled.ts';
import { askCreateApp, nodesOf, testApp, testNode, type TestApp, type TestNode } from './testing/one-app.ts';

testDatabase();

const operator = testActor({ role: 'operator' });
let place: TestNode;
beforeAll(async () => {
  place = await testNode('Hangzhou');
});

const rowOf = async (id: string) => {
  const [row] = await db().select().from(operations).where(eq(operations.id, id));
  if (!row) throw new Error('no such operation');
  return row;
};
const advance = (id: string) => advanceOperation(id, nodesOf([place]));
const appsAt = async () => {
  const status = await place.node.status({ signal: AbortSignal.timeout(5_000) });
  return status.kind === 'done' ? status.value.apps.active : -1;
};
const stateOf = async (app: TestApp) =>
  (await db().select().from(appNodes).where(eq(appNodes.id, app.appNodeId)))[0]?.state;

it('sends, polls, and records the end with what it means for the app', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  await advance(id);
  const row = await rowOf(id);
  expect(row).toMatchObject({ state: 'done', error: null });
  expect(row.steps.length).toBeGreaterThan(0);
  expect(await stateOf(app)).toBe('active');
});

it('reads before it sends again when the answer to the sending was lost', async () => {
  const app = await testApp(place);
  const before = await appsAt();
  const id = await askCreateApp(app);
  place.node.failNext('drop-reply');
  await advance(id);
  expect(await rowOf(id)).toMatchObject({ state: 'done' });
  expect(await appsAt()).toBe(before + 1);
});

describe.each(['queued', 'sent', 'unknown', 'accepted'] as const)('killed in state %s', (state) => {
  it.each([true, false])('goes on, and does it once (node had taken it in: %s)', async (taken) => {
    const app = await testApp(place);
    const before = await appsAt();
    const id = await askCreateApp(app);
    const { payload } = await rowOf(id);
    if (taken) await place.node.putOperation(id, payload as never, { signal: AbortSignal.timeout(5_000) });
    await db().update(operations).set({ state }).where(eq(operations.id, id));
    await advance(id);
    expect(await rowOf(id)).toMatchObject({ state: 'done' });
    expect(await appsAt()).toBe(before + 1);
  });
});

it('does it once when several workers take the same job at the same time', async () => {
  const app = await testApp(place);
  const before = await appsAt();
  const id = await askCreateApp(app);
  await Promise.all(Array.from({ length: 4 }, () => advance(id)));
  expect(await rowOf(id)).toMatchObject({ state: 'done' });
  expect(await appsAt()).toBe(before + 1);
  await advance(id);
  expect(await appsAt()).toBe(before + 1);
});

it('fails visibly at its deadline when the node keeps silent, and a retry reads before it sends', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app, -1);
  place.node.failNext('drop-reply');
  await advance(id);
  expect(await rowOf(id)).toMatchObject({ state: 'failed', error: { code: 'operation.deadline' } });
  expect(await stateOf(app)).toBe('failed');
  const before = await appsAt();
  const input = retryOperationInput.parse({ requestId: newId(), operationId: id });
  expect(await retryOperation(operator, input)).toEqual({ id });
  expect(await retryOperation(operator, input)).toEqual({ id });
  await advance(id);
  expect(await rowOf(id)).toMatchObject({ state: 'done' });
  expect(await stateOf(app)).toBe('active');
  // It had been done before: the read showed it.
  expect(await appsAt()).toBe(before + 1);
});

it('tries a rejected one again under a new id, and leaves the old one as history', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  place.node.failNext('reject');
  await advance(id);
  expect(await rowOf(id)).toMatchObject({ state: 'rejected', error: { code: 'node.refused' } });
  const failedIds = async () =>
    (await listOperations(operator, listOperationsInput.parse({ limit: 100 }))).rows.map((row) => row.id);
  expect(await failedIds()).toContain(id);
  const { id: next } = await retryOperation(
    operator,
    retryOperationInput.parse({ requestId: newId(), operationId: id }),
  );
  expect(next).not.toBe(id);
  await advance(next);
  expect(await rowOf(next)).toMatchObject({ state: 'done' });
  expect(await rowOf(id)).toMatchObject({ state: 'rejected' });
  expect(await failedIds()).not.toContain(id);
  await expect(
    retryOperation(operator, retryOperationInput.parse({ requestId: newId(), operationId: id })),
  ).rejects.toMatchObject({ code: 'conflict' });
});

it('does not believe a refusal to be read, and goes on asking', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  await db().update(operations).set({ state: 'sent' }).where(eq(operations.id, id));
  place.node.failNext('reject');
  await advance(id);
  expect(await rowOf(id)).toMatchObject({ state: 'done' });
});

it('takes the node’s own word that it was denied, at once', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  const denied: CityNode = {
    ...place.node,
    readOperation: () =>
      Promise.resolve({ kind: 'rejected', reason: 'denied', code: 'app.busy', detail: 'being resized' }),
  };
  await advanceOperation(id, () => Promise.resolve(denied));
  expect(await rowOf(id)).toMatchObject({ state: 'rejected', error: { code: 'app.busy' } });
});

it('gets a job again when its job was given up, and only then', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  await wakeStalled();
  const jobs = () =>
    db().execute<{ attempts: number }>(
      sql`select attempts from graphile_worker.jobs where key = ${`operation:${id}`}`,
    );
  expect((await jobs()).rows).toMatchObject([{ attempts: 0 }]);
  await db().execute(sql`
    update graphile_worker._private_jobs set attempts = max_attempts where payload->>'operationId' = ${id}`);
  expect(await wakeStalled()).toBeGreaterThan(0);
  expect((await jobs()).rows).toMatchObject([{ attempts: 0 }]);
});

it('is seen and retried by operators only, and only when it failed', async () => {
  const app = await testApp(place);
  const id = await askCreateApp(app);
  const retry = retryOperationInput.parse({ requestId: newId(), operationId: id });
  await expect(retryOperation(operator, retry)).rejects.toMatchObject({ code: 'conflict' });
  for (const role of ['owner', 'support', 'finance', 'approver'] as const) {
    const actor = testActor({ role, orgId: app.orgId });
    await expect(retryOperation(actor, retry)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listOperations(actor, listOperationsInput.parse({}))).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
});
