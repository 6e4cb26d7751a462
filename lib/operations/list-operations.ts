import { and, desc, eq, inArray, not, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { apps, operations } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';
import { newerExists, type OperationFailure, type OperationState } from './operation-row.ts';

export const listOperationsInput = z
  .object({
    show: z.enum(['failed', 'open', 'all']).default('failed'),
    cityNodeId: z.uuid().optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListOperations'>();

export type OperationListRow = {
  id: string;
  kind: string;
  state: OperationState;
  appCode: string;
  appName: string;
  orgName: string;
  nodeSlug: string;
  nodeCity: Record<string, string>;
  attempts: number;
  failure: OperationFailure | null;
  waitingFor: { code: string } | null;
  createdAt: Date;
  finishedAt: Date | null;
};

/** Operations of every organisation, newest first; staff only. `failed` leaves out what was asked again since. */
export async function listOperations(
  actor: Actor,
  input: z.output<typeof listOperationsInput>,
  conn: Conn = db(),
): Promise<{ rows: OperationListRow[]; nextCursor: string | null }> {
  demand(actor, 'job.manage');
  const found = await conn
    .select({
      id: operations.id,
      kind: operations.kind,
      state: operations.state,
      appCode: apps.appCode,
      appName: apps.name,
      orgName: organisations.name,
      nodeSlug: cityNodes.slug,
      nodeCity: cityNodes.city,
      attempts: operations.attempts,
      failure: sql<OperationListRow['failure']>`${operations.error}`,
      waitingFor: sql<OperationListRow['waitingFor']>`${operations.waitingFor}`,
      createdAt: operations.createdAt,
      finishedAt: operations.finishedAt,
    })
    .from(operations)
    .innerJoin(apps, eq(apps.id, operations.appId))
    .innerJoin(organisations, eq(organisations.id, apps.orgId))
    .innerJoin(cityNodes, eq(cityNodes.id, operations.cityNodeId))
    .where(
      and(
        shown(input.show),
        input.cityNodeId ? eq(operations.cityNodeId, input.cityNodeId) : undefined,
        behind(input.cursor, operations.createdAt, operations.id),
      ),
    )
    .orderBy(desc(operations.createdAt), desc(operations.id))
    .limit(input.limit + 1);
  return pageOf(found, input.limit, ({ createdAt }) => createdAt);
}

function shown(show: 'failed' | 'open' | 'all'): SQL | undefined {
  if (show === 'all') return undefined;
  if (show === 'open') return inArray(operations.state, ['queued', 'sent', 'accepted', 'unknown']);
  return and(inArray(operations.state, ['failed', 'rejected']), not(newerExists));
}
