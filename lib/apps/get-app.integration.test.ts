import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { memoryCityNode } from '#adapters/city-node/memory/index.ts';
import { db } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { getApp } from './get-app.ts';
import { activeApp, testNetwork, testOwner } from './testing/app-fixture.ts';

testDatabase();

it('shows the height of the chain on which an app stands: its own, or the one it shares', async () => {
  const owner = await testOwner();
  const network = await testNetwork();
  const { appId } = await activeApp(owner, network);
  const { appCode } = await getApp(owner, appId);
  const said = await memoryCityNode().status({ signal: AbortSignal.timeout(5_000) });
  if (said.kind !== 'done') throw new Error('no status');
  const peer = { appCode, chainId: 77, health: 'up' as const, height: 4321 };
  const others = { ...peer, appCode: 'app00000000000000000001', height: 9 };
  const offerings = said.value.offerings.map((each) => ({ ...each, height: 12 }));
  await db()
    .update(cityNodes)
    .set({ status: { ...said.value, offerings, dedicatedPeers: [others, peer] } });
  const heights = async () => (await getApp(owner, appId)).nodes.map(({ height }) => height);
  expect(await heights()).toEqual([12, 12]);
  await db().update(appNodes).set({ placement: 'dedicated' }).where(eq(appNodes.appId, appId));
  expect(await heights()).toEqual([4321, 4321]);
  await db()
    .update(cityNodes)
    .set({ status: { ...said.value, dedicatedPeers: [others] } });
  expect(await heights()).toEqual([null, null]);
});
