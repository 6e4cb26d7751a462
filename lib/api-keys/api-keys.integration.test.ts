import { eq, sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { auditLog } from '#db/schema/audit.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { policyOf } from '#lib/apps/policy-of.ts';
import { retireApp, retireAppInput } from '#lib/apps/retire-app.ts';
import { activeApp, nodesOf, testNetwork, testOwner } from '#lib/apps/testing/app-fixture.ts';
import type { TestNetwork } from '#lib/apps/testing/app-fixture.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { hashToken } from '#lib/crypto/secret-token.ts';
import { newId } from '#lib/ids/new-id.ts';
import { policy as policySchema } from '#protocol/control/policies.ts';
import { createApiKey, createApiKeyInput } from './create-api-key.ts';
import { listKeys } from './list-keys.ts';
import { mintConsoleKey, mintConsoleKeyInput } from './mint-console-key.ts';
import { revokeApiKey, revokeApiKeyInput } from './revoke-api-key.ts';
import { rotateApiKey, rotateApiKeyInput } from './rotate-api-key.ts';

testDatabase();

let network: TestNetwork;
let owner: Actor;
let appId: string;
let name: string;
beforeAll(async () => {
  network = await testNetwork();
});
beforeEach(async () => {
  owner = await testOwner();
  ({ appId, name } = await activeApp(owner, network));
});

const createInput = (over: Record<string, unknown> = {}) =>
  createApiKeyInput.parse({ requestId: newId(), appId, name: 'server', ...over });
const rotateInput = (keyId: string, overlapHours: number) =>
  rotateApiKeyInput.parse({ requestId: newId(), keyId, overlapHours });
const revokeInput = (keyId: string) => revokeApiKeyInput.parse({ requestId: newId(), keyId });

async function policyNow() {
  const [node] = await nodesOf(appId);
  return policySchema.parse((await policyOf(db(), node?.id ?? ''))?.policy);
}
const jobsWaiting = async () =>
  (
    await db().execute<{ key: string }>(
      sql`select key from graphile_worker.jobs where task_identifier = 'pushPolicy'`,
    )
  ).rows.length;

describe('a key', () => {
  it('is shown once; its hash and scope are in every node’s next policy', async () => {
    const before = await policyNow();
    const input = createInput({ functions: ['Registry.notarise', 'Store.*'], expiresInDays: 30 });
    const made = await createApiKey(owner, input);
    expect(made.secret).toMatch(/^cpk_/);
    expect(await createApiKey(owner, input)).toEqual({ id: made.id, secret: null });
    const policy = await policyNow();
    expect(policy.version).toBe(before.version + 1);
    expect(policy.keys).toEqual([
      {
        id: made.id,
        hash: hashToken(made.secret ?? ''),
        functions: ['Registry.notarise', 'Store.*'],
        roles: [],
        expiresAt: expect.stringMatching(/Z$/) as string,
      },
    ]);
    expect(await policyNow()).toEqual(policy);
    expect(await jobsWaiting()).toBeGreaterThan(0);
  });

  it('rotates with an overlap that never outlives the old key’s own expiry', async () => {
    const made = await createApiKey(owner, createInput({ expiresInDays: 1 }));
    const rotated = await rotateApiKey(owner, rotateInput(made.id, 720));
    expect((await policyNow()).keys).toHaveLength(2);
    const keys = await listKeys(owner, appId);
    expect(keys.map(({ state }) => state).sort()).toEqual(['ending', 'working']);
    const ending = keys.find(({ id }) => id === made.id);
    expect(ending?.expiresAt?.getTime()).toBeLessThan(Date.now() + 2 * 86_400_000);
    await expect(rotateApiKey(owner, rotateInput(made.id, 1))).rejects.toMatchObject({ code: 'conflict' });
    const last = await rotateApiKey(owner, rotateInput(rotated.id, 0));
    expect((await policyNow()).keys.map(({ id }) => id)).not.toContain(rotated.id);
    await revokeApiKey(owner, revokeInput(last.id));
    await revokeApiKey(owner, revokeInput(last.id));
    expect((await policyNow()).keys.map(({ id }) => id)).toEqual([made.id]);
  });

  it('of the call form is one a person, for an hour', async () => {
    const one = await mintConsoleKey(owner, mintConsoleKeyInput.parse({ appId }));
    const two = await mintConsoleKey(owner, mintConsoleKeyInput.parse({ appId }));
    expect(one.secret).not.toBe(two.secret);
    expect((await policyNow()).keys.map(({ hash }) => hash)).toEqual([hashToken(two.secret)]);
    expect(await listKeys(owner, appId)).toEqual([]);
    expect(() => createInput({ name: 'console:me' })).toThrow();
  });

  it('never stands in the audit log or in a row', async () => {
    const { id, secret } = await createApiKey(owner, createInput());
    const rotated = await rotateApiKey(owner, rotateInput(id, 1));
    const minted = await mintConsoleKey(owner, mintConsoleKeyInput.parse({ appId }));
    const rows = [
      await db().select().from(apiKeys).where(eq(apiKeys.appId, appId)),
      (await db().select().from(auditLog)).map((row) => ({ ...row, id: String(row.id) })),
    ];
    const written = JSON.stringify(rows);
    for (const text of [secret, rotated.secret, minted.secret]) {
      expect(text).toBeTruthy();
      expect(written).not.toContain(text);
    }
    expect(written).toContain('apiKey.rotate');
  });

  it('is refused to lower roles, other organisations and apps that ended', async () => {
    const { id } = await createApiKey(owner, createInput());
    for (const [actor, code] of [
      [testActor({ role: 'viewer', orgId: owner.orgId }), 'forbidden'],
      [testActor({ role: 'billing', orgId: owner.orgId }), 'forbidden'],
      [testActor(), 'notFound'],
    ] as const) {
      await expect(createApiKey(actor, createInput())).rejects.toMatchObject({ code });
      await expect(rotateApiKey(actor, rotateInput(id, 1))).rejects.toMatchObject({ code });
      await expect(revokeApiKey(actor, revokeInput(id))).rejects.toMatchObject({ code });
      await expect(mintConsoleKey(actor, mintConsoleKeyInput.parse({ appId }))).rejects.toMatchObject({
        code,
      });
    }
    await expect(listKeys(testActor(), appId)).rejects.toMatchObject({ code: 'notFound' });
    await retireApp(owner, retireAppInput.parse({ requestId: newId(), appId, confirmName: name }));
    await expect(createApiKey(owner, createInput())).rejects.toMatchObject({ code: 'conflict' });
  });
});
