import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import type { CityNodeState } from './city-node-row.ts';

/** Approve, pause and resume take the same: which node, under which request id. */
export const cityNodeChange = { requestId: z.uuid(), cityNodeId: z.uuid() };

type Change = {
  action: 'cityNode.approve' | 'cityNode.pause' | 'cityNode.resume';
  from: CityNodeState;
  to: CityNodeState;
};

/** The one way a node's state changes: permission, repeat, lock, the one allowed step, audit. */
export async function changeState(
  actor: Actor,
  input: { requestId: string; cityNodeId: string },
  { action, from, to }: Change,
  conn: Conn,
): Promise<void> {
  demand(actor, 'cityNode.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, action, input.requestId, input.cityNodeId);
    if (!first) return;
    const [row] = await tx.select().from(cityNodes).where(eq(cityNodes.id, input.cityNodeId)).for('update');
    if (!row) throw new AppError('notFound', 'errors.notFound');
    if (row.state !== from) throw new AppError('conflict', 'cityNodes.wrongState', { state: row.state });
    if (action === 'cityNode.approve' && !row.statusAt)
      throw new AppError('conflict', 'cityNodes.notSeenYet', { node: row.slug });
    const approval =
      action === 'cityNode.approve' ? { approvedBy: actor.id, approvedAt: sql`portal_now()` } : {};
    await tx
      .update(cityNodes)
      .set({ state: to, ...approval })
      .where(eq(cityNodes.id, row.id));
    await recordAudit(tx, actor, {
      action,
      subjectKind: 'cityNode',
      subjectId: row.id,
      before: { state: from },
      after: { state: to, slug: row.slug },
    });
  });
}
