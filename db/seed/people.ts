import type { Conn } from '#db/connection.ts';
import { billingProfiles, memberships, organisations, users } from '#db/schema/accounts.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import type { Role } from '#lib/access/permissions.ts';
import { demoId } from './demo-id.ts';
import { demoLogins, type DemoRole } from './demo-logins.ts';

export const portalOrg = demoId('organisation:portal');
export const harbourOrg = demoId('organisation:harbour');
export const lakesideOrg = demoId('organisation:lakeside');
export const demoUser = (role: DemoRole): string => demoId(`user:${role}`);

type Person = { name: string; orgId: string; role: Role; locale: 'en' | 'zh' };

const people: Record<DemoRole, Person> = {
  developer: { name: 'Dana Developer', orgId: harbourOrg, role: 'owner', locale: 'en' },
  viewer: { name: 'Victor Viewer', orgId: harbourOrg, role: 'viewer', locale: 'en' },
  china: { name: '陈晓', orgId: lakesideOrg, role: 'owner', locale: 'zh' },
  operator: { name: 'Olive Operator', orgId: portalOrg, role: 'operator', locale: 'en' },
  administrator: { name: 'Amina Administrator', orgId: portalOrg, role: 'administrator', locale: 'en' },
  approver: { name: 'Arun Approver', orgId: portalOrg, role: 'approver', locale: 'en' },
  finance: { name: 'Fiona Finance', orgId: portalOrg, role: 'finance', locale: 'en' },
};

const profiles = [
  {
    orgId: harbourOrg,
    legalName: 'Harbour Notary Pte. Ltd.',
    country: 'SG',
    buyerKind: 'business' as const,
    taxId: '201812345K',
    address: { lines: ['8 Marina View', '#12-01'], city: 'Singapore', region: '', postalCode: '018960' },
    billingEmail: 'accounts@harbour-notary.test',
  },
  {
    orgId: lakesideOrg,
    legalName: '杭州湖畔供应链科技有限公司',
    country: 'CN',
    buyerKind: 'business' as const,
    taxId: '91330106MA2DEMO01X',
    address: { lines: ['文三路 100 号'], city: '杭州', region: '浙江', postalCode: '310012' },
    billingEmail: 'caiwu@hupan.test',
  },
];

/** The demo's organisations and the people who can sign in to them. Adds what is missing, changes nothing. */
export async function seedPeople(conn: Conn): Promise<void> {
  await conn
    .insert(organisations)
    .values([
      { id: portalOrg, name: 'Cityport Demo', kind: 'portal' as const },
      { id: harbourOrg, name: 'Harbour Notary' },
      { id: lakesideOrg, name: '湖畔供应链' },
    ])
    .onConflictDoNothing();
  await conn.insert(billingProfiles).values(profiles).onConflictDoNothing();
  const known = await conn.select({ email: users.email }).from(users);
  const emails = new Set(known.map(({ email }) => email));
  for (const [role, person] of Object.entries(people) as [DemoRole, Person][]) {
    const { email, password } = demoLogins[role];
    if (emails.has(email)) continue;
    await conn.insert(users).values({
      id: demoUser(role),
      email,
      name: person.name,
      locale: person.locale,
      passwordHash: await hashPassword(password),
      emailVerifiedAt: new Date(),
    });
    await conn.insert(memberships).values({
      id: demoId(`member:${role}`),
      orgId: person.orgId,
      userId: demoUser(role),
      role: person.role,
    });
  }
}
