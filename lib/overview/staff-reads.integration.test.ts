import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { customerRoles, staffRoles } from '#lib/access/permissions.ts';
import { searchAudit, searchAuditInput } from '#lib/audit/search-audit.ts';
import { newId } from '#lib/ids/new-id.ts';
import { readOrderForStaff } from '#lib/orders/read-order-for-staff.ts';
import { searchOrders, searchOrdersInput } from '#lib/orders/search-orders.ts';
import { readCustomer } from '#lib/organisations/read-customer.ts';
import { searchCustomers, searchCustomersInput } from '#lib/organisations/search-customers.ts';
import { portalOverview } from './portal-overview.ts';

testDatabase();

const reads = {
  overview: portalOverview,
  customers: (actor: ReturnType<typeof testActor>) => searchCustomers(actor, searchCustomersInput.parse({})),
  orders: (actor: ReturnType<typeof testActor>) => searchOrders(actor, searchOrdersInput.parse({})),
  audit: (actor: ReturnType<typeof testActor>) => searchAudit(actor, searchAuditInput.parse({})),
};

it.each(Object.entries(reads))('%s is for every member of staff and for no customer', async (_name, read) => {
  for (const role of staffRoles) await expect(read(testActor({ role }))).resolves.toBeDefined();
  for (const role of customerRoles)
    await expect(read(testActor({ role }))).rejects.toMatchObject({ code: 'forbidden' });
});

it('counts nothing where there is nothing', async () => {
  const { today, problems } = await portalOverview(testActor({ role: 'support' }));
  expect(today).toEqual({ placed: 0, paid: 0, taken: { minor: 0n, currency: 'CNY' } });
  expect(Object.values(problems).every((count) => count === 0)).toBe(true);
});

it('reads a customer with its people; not the portal’s own organisation, nor for customers', async () => {
  const owner = await testPerson();
  const staff = await testPerson({ kind: 'portal', role: 'support' });
  expect(await readCustomer(staff.actor, owner.orgId)).toMatchObject({
    id: owner.orgId,
    profile: null,
    members: [{ email: owner.email, role: 'owner' }],
  });
  for (const id of [staff.orgId, newId(), 'no id'])
    await expect(readCustomer(staff.actor, id)).rejects.toMatchObject({ code: 'notFound' });
  await expect(readCustomer(owner.actor, owner.orgId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(readOrderForStaff(owner.actor, newId(), db())).rejects.toMatchObject({ code: 'forbidden' });
  await expect(readOrderForStaff(staff.actor, newId(), db())).rejects.toMatchObject({ code: 'notFound' });
});

it('finds audit entries by who, customer, part of an action, and days of the portal’s calendar', async () => {
  const staff = testActor({ role: 'support' });
  const owner = await testPerson();
  const action = `test${newId().slice(0, 8)}.suspend`;
  // The last two hours of 4 January in Shanghai, and the first of the fifth: in UTC all are the fourth.
  for (const hour of [14, 15, 16])
    await db()
      .insert(auditLog)
      .values({
        at: new Date(Date.UTC(2026, 0, 4, hour)),
        orgId: owner.orgId,
        actorKind: 'user',
        actorId: owner.id,
        actorName: owner.name,
        action,
        subjectKind: 'app',
        subjectId: newId(),
      });
  const found = async (fields: Record<string, string>) => {
    const { rows } = await searchAudit(staff, searchAuditInput.parse({ orgId: owner.orgId, ...fields }));
    return rows.length;
  };
  expect(await found({ action: 'SUSPEND' })).toBe(3);
  expect(await found({ action: action.slice(0, 12) })).toBe(3);
  expect(await found({ action: 'resume' })).toBe(0);
  expect(await found({ q: `Org ${owner.orgId.slice(0, 4)}` })).toBe(3);
  expect(await found({ q: owner.name })).toBe(3);
  expect(await found({ from: '2026-01-04', to: '2026-01-04' })).toBe(2);
  expect(await found({ from: '2026-01-05', to: '2026-01-05' })).toBe(1);
  expect(await found({ from: '2026-01-06' })).toBe(0);
});
