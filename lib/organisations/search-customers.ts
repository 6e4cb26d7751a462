import { and, count, desc, eq, ilike, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { billingProfiles, memberships, organisations, users } from '#db/schema/accounts.ts';
import { apps } from '#db/schema/apps.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const searchCustomersInput = z
  .object({
    /** Part of the organisation's name or legal name, or of a member's address. */
    q: z.string().trim().max(200).default(''),
    country: z.string().length(2).optional(),
    state: z.enum(['active', 'suspended']).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'SearchCustomers'>();

export type CustomerRow = {
  id: string;
  name: string;
  legalName: string | null;
  country: string | null;
  members: number;
  orders: number;
  apps: number;
  suspendedAt: Date | null;
  createdAt: Date;
};

/** Customers of the portal, newest first; staff only. Four statements a page, whatever its length. */
export async function searchCustomers(
  actor: Actor,
  input: z.output<typeof searchCustomersInput>,
  conn: Conn = db(),
): Promise<{ rows: CustomerRow[]; nextCursor: string | null }> {
  demand(actor, 'customer.read');
  const pattern = containing(input.q);
  const found = await conn
    .select({
      id: organisations.id,
      name: organisations.name,
      legalName: billingProfiles.legalName,
      country: billingProfiles.country,
      suspendedAt: organisations.suspendedAt,
      createdAt: organisations.createdAt,
    })
    .from(organisations)
    .leftJoin(billingProfiles, eq(billingProfiles.orgId, organisations.id))
    .where(
      and(
        eq(organisations.kind, 'customer'),
        input.country ? eq(billingProfiles.country, input.country.toUpperCase()) : undefined,
        input.state === 'active' ? isNull(organisations.suspendedAt) : undefined,
        input.state === 'suspended' ? isNotNull(organisations.suspendedAt) : undefined,
        input.q
          ? or(
              ilike(organisations.name, pattern),
              ilike(billingProfiles.legalName, pattern),
              sql`exists (select 1 from ${memberships} m join ${users} u on u.id = m.user_id
                           where m.org_id = ${organisations.id} and u.email ilike ${pattern})`,
            )
          : undefined,
        behind(input.cursor, organisations.createdAt, organisations.id),
      ),
    )
    .orderBy(desc(organisations.createdAt), desc(organisations.id))
    .limit(input.limit + 1);
  const { rows, nextCursor } = pageOf(found, input.limit, ({ createdAt }) => createdAt);
  const counts = await countsOf(
    rows.map((row) => row.id),
    conn,
  );
  return { rows: rows.map((row) => ({ ...row, ...counts(row.id) })), nextCursor };
}

async function countsOf(
  ids: string[],
  conn: Conn,
): Promise<(id: string) => Pick<CustomerRow, 'members' | 'orders' | 'apps'>> {
  if (ids.length === 0) return () => ({ members: 0, orders: 0, apps: 0 });
  const tally = async (table: typeof memberships | typeof orders | typeof apps) => {
    const rows = await conn
      .select({ orgId: table.orgId, count: count() })
      .from(table)
      .where(inArray(table.orgId, ids))
      .groupBy(table.orgId);
    return new Map(rows.map((row) => [row.orgId, row.count]));
  };
  const [members, placed, running] = [await tally(memberships), await tally(orders), await tally(apps)];
  return (id) => ({ members: members.get(id) ?? 0, orders: placed.get(id) ?? 0, apps: running.get(id) ?? 0 });
}
