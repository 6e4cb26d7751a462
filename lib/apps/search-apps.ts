import { and, desc, eq, ilike, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { apps } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';
import { appStates, type AppState } from './app-words.ts';

export const searchAppsInput = z
  .object({
    /** Part of an app's name or code, or of its organisation's name. */
    q: z.string().trim().max(200).default(''),
    state: z.enum(appStates).optional(),
    orgId: z.uuid().optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'SearchApps'>();

export type PortalAppRow = {
  id: string;
  name: string;
  appCode: string;
  orgId: string;
  orgName: string;
  frameworkId: string;
  state: AppState;
  suspendedBy: 'owner' | 'operator' | null;
  suspensionReason: string;
  /** Its whole customer is suspended, so gateways refuse it whatever its own state. */
  customerSuspended: boolean;
  createdAt: Date;
};

/** Every organisation's apps, newest first; staff only. */
export async function searchApps(
  actor: Actor,
  input: z.output<typeof searchAppsInput>,
  conn: Conn = db(),
): Promise<{ rows: PortalAppRow[]; nextCursor: string | null }> {
  demand(actor, 'customer.read');
  const pattern = containing(input.q);
  const found = await conn
    .select({
      id: apps.id,
      name: apps.name,
      appCode: apps.appCode,
      orgId: apps.orgId,
      orgName: organisations.name,
      frameworkId: apps.frameworkId,
      state: apps.state,
      suspendedBy: apps.suspendedBy,
      suspensionReason: apps.suspensionReason,
      customerSuspended: sql<boolean>`${organisations.suspendedAt} is not null`,
      createdAt: apps.createdAt,
    })
    .from(apps)
    .innerJoin(organisations, eq(organisations.id, apps.orgId))
    .where(
      and(
        input.state ? eq(apps.state, input.state) : undefined,
        input.orgId ? eq(apps.orgId, input.orgId) : undefined,
        input.q
          ? or(ilike(apps.name, pattern), ilike(apps.appCode, pattern), ilike(organisations.name, pattern))
          : undefined,
        behind(input.cursor, apps.createdAt, apps.id),
      ),
    )
    .orderBy(desc(apps.createdAt), desc(apps.id))
    .limit(input.limit + 1);
  return pageOf(found, input.limit, ({ createdAt }) => createdAt);
}
