import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { CityNode } from '#adapters/city-node/port.ts';
import { db } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { advanceOperation } from '#lib/operations/advance-operation.ts';
import {
  askCreateApp,
  nodesOf,
  testApp,
  testNode,
  type TestApp,
  type TestNode,
} from '#lib/operations/testing/one-app.ts';
import { pushPolicy } from './push-policy.ts';

testDatabase();

let place: TestNode;
beforeAll(async () => {
  place = await testNode('Singapore');
});

async function runningApp(): Promise<TestApp> {
  const app = await testApp(place);
  await advanceOperation(await askCreateApp(app), nodesOf([place]));
  return app;
}

const rowOf = async ({ appNodeId }: TestApp) =>
  (await db().select().from(appNodes).where(eq(appNodes.id, appNodeId)))[0];

const newVersion = ({ appNodeId }: TestApp) =>
  db()
    .update(appNodes)
    .set({ policyVersion: sql`${appNodes.policyVersion} + 1` })
    .where(eq(appNodes.id, appNodeId));

const inForce = async ({ appCode }: TestApp) => {
  const read = await place.node.appRead(appCode, 'summary', {}, { signal: AbortSignal.timeout(5_000) });
  return read.kind === 'done' ? read.value.policyVersion : undefined;
};

it('brings the node to the version in the row and confirms it; a repeat sends nothing', async () => {
  const app = await runningApp();
  await pushPolicy(app.appNodeId, nodesOf([place]));
  const row = await rowOf(app);
  expect(row?.policyPushed).toBe(row?.policyVersion);
  expect(await inForce(app)).toBe(row?.policyVersion);
  const untouched = () => Promise.reject(new Error('the node was called'));
  await pushPolicy(app.appNodeId, untouched);
});

it('sends the newer version too when one comes in while it sends', async () => {
  const app = await runningApp();
  let interfered = false;
  const slow: CityNode = {
    ...place.node,
    putPolicy: async (code, policy, options) => {
      if (!interfered) {
        interfered = true;
        await newVersion(app);
      }
      return place.node.putPolicy(code, policy, options);
    },
  };
  await pushPolicy(app.appNodeId, () => Promise.resolve(slow));
  const row = await rowOf(app);
  expect(row?.policyPushed).toBe(row?.policyVersion);
  expect(await inForce(app)).toBe(row?.policyVersion);
});

it('lets the newest win when several run at once, and never confirms backwards', async () => {
  const app = await runningApp();
  await Promise.all([
    pushPolicy(app.appNodeId, nodesOf([place])),
    newVersion(app).then(() => pushPolicy(app.appNodeId, nodesOf([place]))),
    newVersion(app).then(() => pushPolicy(app.appNodeId, nodesOf([place]))),
  ]);
  const row = await rowOf(app);
  expect(row?.policyPushed).toBe(row?.policyVersion);
  expect(await inForce(app)).toBe(row?.policyVersion);
});

it('throws when the answer is lost, so that the job comes again; then it is confirmed', async () => {
  const app = await runningApp();
  place.node.failNext('drop-reply');
  await expect(pushPolicy(app.appNodeId, nodesOf([place]))).rejects.toThrow('was not taken');
  await pushPolicy(app.appNodeId, nodesOf([place]));
  const row = await rowOf(app);
  expect(row?.policyPushed).toBe(row?.policyVersion);
});
