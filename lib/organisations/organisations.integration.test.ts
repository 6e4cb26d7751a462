import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { newId } from '#lib/ids/new-id.ts';
import { getBillingProfile } from './get-billing-profile.ts';
import { createOrganisation, createOrganisationInput } from './create-organisation.ts';
import { listMyOrganisations } from './list-my-organisations.ts';
import { renameOrganisation, renameOrganisationInput } from './rename-organisation.ts';
import { saveBillingProfile, saveBillingProfileInput } from './save-billing-profile.ts';

testDatabase();

const profile = (change: Record<string, string> = {}) =>
  saveBillingProfileInput.parse({
    requestId: newId(),
    legalName: 'Ada Pte. Ltd.',
    country: 'SG',
    buyerKind: 'business',
    taxId: '2019 12345-K',
    street: '1 Road',
    city: 'Singapore',
    billingEmail: '',
    ...change,
  });

it('renames for those who may, once a request', async () => {
  const owner = await testPerson();
  const viewer = await testPerson({ role: 'viewer', orgId: owner.orgId });
  const input = renameOrganisationInput.parse({ requestId: newId(), name: 'Better Name' });
  await expect(renameOrganisation(viewer.actor, input)).rejects.toMatchObject({ code: 'forbidden' });
  await renameOrganisation(owner.actor, input);
  await renameOrganisation(owner.actor, input);
  const [row] = await db().select().from(organisations).where(eq(organisations.id, owner.orgId));
  expect(row?.name).toBe('Better Name');
});

it('makes another organisation, owned by who asks, once a request', async () => {
  const person = await testPerson({ role: 'viewer' });
  const input = createOrganisationInput.parse({ requestId: newId(), name: 'Second' });
  const made = await createOrganisation(person.actor, input);
  expect(await createOrganisation(person.actor, input)).toEqual(made);
  expect((await listMyOrganisations(person.actor)).map(({ id, role }) => [id, role])).toEqual([
    [person.orgId, 'viewer'],
    [made.id, 'owner'],
  ]);
});

it('keeps who buys, for those who may say so, and shows it to nobody else', async () => {
  const owner = await testPerson();
  const billing = await testPerson({ role: 'billing', orgId: owner.orgId });
  const developer = await testPerson({ role: 'developer', orgId: owner.orgId });
  const stranger = await testPerson();
  await expect(saveBillingProfile(developer.actor, profile())).rejects.toMatchObject({ code: 'forbidden' });
  await saveBillingProfile(billing.actor, profile());
  expect(await getBillingProfile(developer.actor)).toMatchObject({
    legalName: 'Ada Pte. Ltd.',
    taxId: '201912345K',
    address: { lines: ['1 Road'], city: 'Singapore' },
  });
  await saveBillingProfile(billing.actor, profile({ buyerKind: 'consumer' }));
  expect(await getBillingProfile(owner.actor)).toMatchObject({ buyerKind: 'consumer', taxId: '' });
  expect(await getBillingProfile(stranger.actor)).toBeNull();
});

it.each([
  [{ taxId: 'no such thing!' }, 'taxId'],
  [{ country: 'XX' }, 'country'],
  [{ street: '' }, 'street'],
  [{ billingEmail: 'nobody' }, 'billingEmail'],
])('refuses %j at %s', (change, field) => {
  const parsed = saveBillingProfileInput.safeParse({
    requestId: newId(),
    legalName: 'Ada Pte. Ltd.',
    country: 'SG',
    buyerKind: 'business',
    street: '1 Road',
    city: 'Singapore',
    billingEmail: '',
    ...change,
  });
  expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([field]);
});
