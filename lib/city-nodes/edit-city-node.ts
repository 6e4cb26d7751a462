import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

const name = z.string().trim().min(1).max(80);

export const editCityNodeInput = z
  .object({
    requestId: z.uuid(),
    cityNodeId: z.uuid(),
    cityEn: name,
    cityZh: name,
    /** Where control calls go. The pinned key still decides whether an answer is believed. */
    controlUrl: z.url({ protocol: /^https?$/, error: 'cityNodes.badAddress' }).max(300),
  })
  .brand<'EditCityNode'>();

/** Changes a node's city names and its address. */
export async function editCityNode(
  actor: Actor,
  input: z.output<typeof editCityNodeInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'cityNode.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'cityNode.edit', input.requestId, input.cityNodeId);
    if (!first) return;
    const [row] = await tx.select().from(cityNodes).where(eq(cityNodes.id, input.cityNodeId)).for('update');
    if (!row) throw new AppError('notFound', 'errors.notFound');
    const after = { city: { ...row.city, en: input.cityEn, zh: input.cityZh }, controlUrl: input.controlUrl };
    await tx.update(cityNodes).set(after).where(eq(cityNodes.id, row.id));
    await recordAudit(tx, actor, {
      action: 'cityNode.edit',
      subjectKind: 'cityNode',
      subjectId: row.id,
      before: { city: row.city, controlUrl: row.controlUrl },
      after,
    });
  });
}
