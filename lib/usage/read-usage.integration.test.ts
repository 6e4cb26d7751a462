import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { usageHours } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { activeApp, testNetwork, testOwner } from '#lib/apps/testing/app-fixture.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { readUsage, readUsageInput } from './read-usage.ts';

testDatabase();

let owner: Actor;
let appId: string;
let hour: Date;
beforeAll(async () => {
  const network = await testNetwork();
  owner = await testOwner();
  ({ appId } = await activeApp(owner, network));
  hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const before = new Date(hour.getTime() - 26 * 3_600_000);
  const row = (cityNodeId: string, at: Date, method: string, calls: bigint) => ({
    ...{ appId, cityNodeId, hour: at, method, calls, writes: 1n, refused: 2n, errors: 0n },
    ...{ bytesIn: 10n, bytesOut: 20n, latencyUsTotal: 3000n },
  });
  const [one, two] = network.map(({ cityNodeId }) => cityNodeId);
  await db()
    .insert(usageHours)
    .values([
      row(one ?? '', hour, 'eth_call', 5n),
      row(two ?? '', hour, 'invoke', 7n),
      row(one ?? '', before, 'eth_call', 11n),
    ]);
});

it('gives every hour of the span, with or without calls', async () => {
  const usage = await readUsage(owner, readUsageInput.parse({ appId, by: 'hour', span: 24 }));
  expect(usage.buckets).toHaveLength(24);
  const at = (bucket: number) => usage.buckets[bucket];
  expect(usage.rows.map(({ method, calls, bucket }) => [method, calls, at(bucket)]).sort()).toEqual([
    ['eth_call', 5, hour.toISOString()],
    ['invoke', 7, hour.toISOString()],
  ]);
});

it('adds hours up to days of the portal’s zone', async () => {
  const usage = await readUsage(owner, readUsageInput.parse({ appId, by: 'day', span: 7 }));
  expect(usage.buckets).toHaveLength(7);
  expect(usage.buckets[0]).toMatch(/T16:00:00.000Z$/);
  expect(usage.rows.reduce((sum, row) => sum + row.calls, 0)).toBe(23);
  expect(usage.rows[0]).toMatchObject({ writes: 1, refused: 2, latencyUs: 3000 });
});

it('is refused to other organisations and to staff', async () => {
  const input = readUsageInput.parse({ appId });
  await expect(readUsage(testActor(), input)).rejects.toMatchObject({ code: 'notFound' });
  await expect(readUsage(testActor({ role: 'finance' }), input)).rejects.toMatchObject({ code: 'forbidden' });
});
