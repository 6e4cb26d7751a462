import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { apiTokens } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { actorOfToken } from '#lib/auth/actor-of-token.ts';
import { newId } from '#lib/ids/new-id.ts';
import { createApiToken, createApiTokenInput } from './create-api-token.ts';
import { listApiTokens } from './list-api-tokens.ts';
import { revokeApiToken, revokeApiTokenInput } from './revoke-api-token.ts';
import { tokenRolesOf } from './token-roles.ts';

testDatabase();

const create = (actor: Actor, role = 'developer', requestId = newId()) =>
  createApiToken(actor, createApiTokenInput.parse({ requestId, name: 'ci', role, lifetimeDays: '90' }));
const revoke = (actor: Actor, tokenId: string) =>
  revokeApiToken(actor, revokeApiTokenInput.parse({ tokenId }));

it('lets a program act for its organisation in the token’s role, never over people or tokens', async () => {
  const owner = await testPerson();
  const { id, secret } = await create(owner.actor, 'admin');
  const actor = await actorOfToken(`Bearer ${secret}`);
  expect(actor).toMatchObject({ kind: 'apiToken', id, orgId: owner.orgId, name: 'ci' });
  expect(actor?.can.has('app.deploy')).toBe(true);
  for (const permission of [
    'apiToken.manage',
    'member.manage',
    'owner.manage',
    'organisation.manage',
  ] as const)
    expect(actor?.can.has(permission)).toBe(false);
  const [row] = await db().select().from(apiTokens).where(eq(apiTokens.id, id));
  expect(row?.lastUsedAt).toBeInstanceOf(Date);
  expect(JSON.stringify(row)).not.toContain(secret);
});

it('gives the secret once: a repeat names the same token without it', async () => {
  const owner = await testPerson();
  const requestId = newId();
  const first = await create(owner.actor, 'viewer', requestId);
  expect(first.secret).toMatch(/^cpt_[\w-]{43}$/);
  expect(await create(owner.actor, 'viewer', requestId)).toEqual({ id: first.id, secret: null });
  expect(await listApiTokens(owner.actor)).toHaveLength(1);
});

it.each(['', 'Bearer', 'Bearer nonsense', 'Basic abc', null])('knows nobody by %s', async (header) => {
  expect(await actorOfToken(header)).toBeNull();
});

it('refuses a token that is revoked or past its date at its next call', async () => {
  const owner = await testPerson();
  const [one, other] = [await create(owner.actor), await create(owner.actor)];
  await revoke(owner.actor, one.id);
  await revoke(owner.actor, one.id);
  expect(await actorOfToken(`Bearer ${one.secret}`)).toBeNull();
  expect(await actorOfToken(`Bearer ${other.secret}`)).not.toBeNull();
  await db()
    .update(apiTokens)
    .set({ expiresAt: sql`now()` })
    .where(eq(apiTokens.id, other.id));
  expect(await actorOfToken(`Bearer ${other.secret}`)).toBeNull();
});

it('keeps tokens to those who may make them, and to what they can do themselves', async () => {
  const owner = await testPerson();
  const developer = await testPerson({ role: 'developer', orgId: owner.orgId });
  const viewer = await testPerson({ role: 'viewer', orgId: owner.orgId });
  expect(tokenRolesOf(owner.actor)).toEqual(['admin', 'developer', 'billing', 'viewer']);
  expect(tokenRolesOf(developer.actor)).toEqual(['developer', 'viewer']);
  await expect(create(developer.actor, 'admin')).rejects.toMatchObject({ code: 'forbidden', field: 'role' });
  await expect(create(owner.actor, 'owner')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(create(viewer.actor, 'viewer')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listApiTokens(viewer.actor)).rejects.toMatchObject({ code: 'forbidden' });
  const { id } = await create(developer.actor);
  const stranger = await testPerson();
  await expect(revoke(stranger.actor, id)).rejects.toMatchObject({ code: 'notFound' });
  expect(await listApiTokens(stranger.actor)).toEqual([]);
});
