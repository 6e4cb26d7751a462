import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from './claim-request.ts';
import { fingerprintRequest } from './fingerprint-request.ts';

testDatabase();

it('gives five callers at once with one request id the same subject', async () => {
  const actor = testActor();
  const requestId = newId();
  const claims = await Promise.all(
    Array.from({ length: 5 }, () =>
      db().transaction((tx) => claimRequest(tx, actor, 'app.deploy', requestId, newId())),
    ),
  );
  expect(claims.filter((claim) => claim.first)).toHaveLength(1);
  expect(new Set(claims.map((claim) => claim.subjectId)).size).toBe(1);
});

it("keeps one organisation's request ids apart from another's", async () => {
  const requestId = newId();
  for (const actor of [testActor(), testActor()]) {
    expect(await claimRequest(db(), actor, 'app.deploy', requestId, newId())).toMatchObject({ first: true });
  }
});

it('refuses one request id for two verbs', async () => {
  const actor = testActor();
  const requestId = newId();
  await claimRequest(db(), actor, 'app.deploy', requestId, newId());
  await expect(claimRequest(db(), actor, 'app.retire', requestId, newId())).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('gives an idempotency key one request id, and refuses it for other content', async () => {
  const actor = testActor();
  const first = await fingerprintRequest(actor, 'placeOrder', 'key-1', { quote: 'a' });
  expect(await fingerprintRequest(actor, 'placeOrder', 'key-1', { quote: 'a' })).toBe(first);
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  await expect(fingerprintRequest(actor, 'placeOrder', 'key-1', { quote: 'b' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(fingerprintRequest(actor, 'placeOrder', null, {})).rejects.toMatchObject({
    code: 'malformed',
  });
  expect(await fingerprintRequest(testActor(), 'placeOrder', 'key-1', { quote: 'b' })).not.toBe(first);
});
