import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { knownHeights, listEvents, listTransactions } from './list-activity.ts';
import { activeApp, testNetwork, testOwner } from './testing/app-fixture.ts';

testDatabase();

let owner: Actor;
let appId: string;
let cityNodeId: string;
beforeAll(async () => {
  const network = await testNetwork();
  owner = await testOwner();
  ({ appId } = await activeApp(owner, network));
  cityNodeId = network[0]?.cityNodeId ?? '';
  const event = (eventId: string, kind: string, payload: Record<string, unknown>) => ({
    ...{ cityNodeId, eventId, appId, kind, payload, at: new Date(1_800_000_000_000 + Number(eventId)) },
  });
  await db()
    .insert(nodeEvents)
    .values([
      event('1', 'transaction.recorded', {
        id: '0xaa',
        state: 'succeeded',
        contract: 'Registry',
        function: 'notarise',
        height: 7,
        error: null,
      }),
      event('2', 'transaction.recorded', { id: '0xbb', state: 'failed', height: 9, error: 'reverted' }),
      event('3', 'transaction.recorded', { id: '0xcc', state: 'of a newer node' }),
      event('4', 'contract.event', {
        contract: 'Registry',
        name: 'Notarised',
        args: { by: '0x1' },
        transactionId: '0xaa',
        height: 7,
      }),
    ]);
});

it('gives an app’s transactions and events, newest first, and leaves out what it cannot read', async () => {
  const transactions = await listTransactions(owner, { appId });
  expect(transactions.map(({ id, state }) => `${id} ${state}`)).toEqual(['0xbb failed', '0xaa succeeded']);
  expect(await listEvents(owner, { appId })).toMatchObject([{ name: 'Notarised', args: { by: '0x1' } }]);
  expect(await knownHeights(db(), appId)).toEqual(new Map([[cityNodeId, 9]]));
});

it('is refused to other organisations and to staff', async () => {
  await expect(listTransactions(testActor(), { appId })).rejects.toMatchObject({ code: 'notFound' });
  await expect(listEvents(testActor({ role: 'finance' }), { appId })).rejects.toMatchObject({
    code: 'forbidden',
  });
});
