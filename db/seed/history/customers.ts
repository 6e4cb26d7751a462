import type { Conn } from '#db/connection.ts';
import { billingProfiles, memberships, organisations, users } from '#db/schema/accounts.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import { newCode } from '#lib/ids/new-id.ts';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { demoId } from '../demo-id.ts';

export type Customer = { orgId: string; userId: string; name: string; profile: BillingProfile };

const firms: readonly (readonly [string, string, string, string, string])[] = [
  ['Orchid Provenance', 'Orchid Provenance Pte. Ltd.', 'SG', '22 Collyer Quay', 'Singapore'],
  ['Mekong Land Registry', 'Mekong Registry Co., Ltd.', 'TH', '88 Rama IV Road', 'Bangkok'],
  ['西湖电子票据', '杭州西湖电子票据有限公司', 'CN', '天目山路 18 号', '杭州'],
  ['Alster Seefracht', 'Alster Seefracht GmbH', 'DE', 'Ballindamm 3', 'Hamburg'],
  ['蓉城溯源', '成都蓉城食品溯源有限公司', 'CN', '天府大道 66 号', '成都'],
  ['Kaveri Credentials', 'Kaveri Credentials Pvt. Ltd.', 'IN', '14 Residency Road', 'Bengaluru'],
  ['Nordhavn Energy', 'Nordhavn Energi A/S', 'DK', 'Sundkaj 11', 'Copenhagen'],
  ['Temasek Arts Archive', 'Temasek Arts Archive Ltd.', 'SG', '1 Empress Place', 'Singapore'],
];

/** Organisations that bought in the past. Each has an owner whose password nobody knows. */
export async function layCustomers(conn: Conn, since: Date): Promise<Customer[]> {
  const customers = firms.map(([name, legalName, country, street, city], place): Customer => ({
    orgId: demoId(`organisation:past:${place}`),
    userId: demoId(`user:past:${place}`),
    name,
    profile: {
      legalName,
      country,
      buyerKind: 'business',
      taxId: '',
      address: { lines: [street], city, region: '', postalCode: '' },
      billingEmail: `billing@customer-${place + 1}.test`,
    },
  }));
  const passwordHash = await hashPassword(newCode(40));
  await conn
    .insert(organisations)
    .values(customers.map(({ orgId, name }) => ({ id: orgId, name, createdAt: since })));
  await conn
    .insert(billingProfiles)
    .values(customers.map(({ orgId, profile }) => ({ orgId, ...profile, updatedAt: since })));
  await conn.insert(users).values(
    customers.map(({ userId, name }, place) => ({
      id: userId,
      email: `owner@customer-${place + 1}.test`,
      name: `${name} (owner)`,
      passwordHash,
      emailVerifiedAt: since,
      createdAt: since,
    })),
  );
  await conn.insert(memberships).values(
    customers.map(({ orgId, userId }) => ({
      id: demoId(`member:${userId}`),
      orgId,
      userId,
      role: 'owner',
      createdAt: since,
    })),
  );
  return customers;
}
