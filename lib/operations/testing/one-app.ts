import { eq } from 'drizzle-orm';
import { memoryCityNode, type MemoryCityNode, type MemoryOptions } from '#adapters/city-node/memory/index.ts';
import { db } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { offerings } from '#db/schema/catalogue.ts';
import { newAppCode } from '#lib/apps/app-code.ts';
import { systemActor } from '#lib/auth/actor.ts';
import type { CityNodes } from '#lib/city-nodes/nodes.ts';
import { pinCityNode } from '#lib/city-nodes/pin-city-node.ts';
import { syncStatus } from '#lib/city-nodes/sync-status.ts';
import { newId } from '#lib/ids/new-id.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';

export type TestNode = { id: string; node: MemoryCityNode };

/** An active city node in memory, known to the portal with its offerings. */
export async function testNode(name: string, options: MemoryOptions = {}): Promise<TestNode> {
  const node = memoryCityNode({ ...options, identity: { name, city: name, ...options.identity } });
  const { id } = await db().transaction((tx) =>
    pinCityNode(tx, node.identity, 'http://memory.invalid', 'test'),
  );
  await syncStatus(nodesOf([{ id, node }]));
  return { id, node };
}

/** The registry that a worker would have; nodes of other tests keep silent. */
export function nodesOf(known: readonly TestNode[]): CityNodes {
  return (cityNodeId) => {
    const found = known.find(({ id }) => id === cityNodeId)?.node ?? memoryCityNode();
    if (!known.some(({ id }) => id === cityNodeId)) found.failNext('drop-reply');
    return Promise.resolve(found);
  };
}

export type TestApp = {
  orgId: string;
  appId: string;
  appNodeId: string;
  appCode: string;
  cityNodeId: string;
};

/** An app that is being created on a node, as a paid order leaves it. */
export async function testApp({ id: cityNodeId }: TestNode): Promise<TestApp> {
  const ids = { orgId: newId(), appId: newId(), appNodeId: newId(), appCode: newAppCode(), cityNodeId };
  const [offering] = await db().select().from(offerings).where(eq(offerings.cityNodeId, cityNodeId));
  if (!offering) throw new Error('the node offers nothing');
  await db().insert(organisations).values({ id: ids.orgId, name: 'Test Ltd' });
  await db()
    .insert(apps)
    .values({
      id: ids.appId,
      orgId: ids.orgId,
      appCode: ids.appCode,
      name: `app-${ids.appCode.slice(-6)}`,
      frameworkId: offering.frameworkId,
      access: 'deploy',
      state: 'creating',
    });
  await db().insert(appNodes).values({
    id: ids.appNodeId,
    appId: ids.appId,
    cityNodeId,
    offeringId: offering.id,
    tps: 10,
    storageGb: 20,
    bandwidthMbps: 5,
    state: 'creating',
  });
  return ids;
}

/** Asks for the app to be created, as its delivery does, with nothing behind it that a test would have to make. */
export async function askCreateApp(app: TestApp, deadlineMinutes = 30): Promise<string> {
  const { id } = await db().transaction((tx) =>
    requestOperation(tx, systemActor('test', app.orgId), {
      orgId: app.orgId,
      appId: app.appId,
      appNodeId: app.appNodeId,
      cityNodeId: app.cityNodeId,
      subjectKind: 'app',
      subjectId: app.appId,
      kind: 'createApp',
      payload: {
        kind: 'createApp',
        appCode: app.appCode,
        offering: 'ethereum',
        limits: { tps: 10, storageGb: 20, bandwidthMbps: 5 },
      },
      deadlineMinutes,
    }),
  );
  return id;
}
