import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { offerings } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

const note = z.string().trim().max(200).default('');

export const setOfferingInput = z
  .object({
    requestId: z.uuid(),
    offeringId: z.uuid(),
    /** A form's checkbox sends `on` or nothing. */
    enabled: z
      .enum(['on', 'off'])
      .default('off')
      .transform((value) => value === 'on'),
    noteEn: note,
    noteZh: note,
  })
  .brand<'SetOffering'>();

/** Puts an offering of a node on or off sale, and says a word about it to buyers. Apps that exist are not touched. */
export async function setOffering(
  actor: Actor,
  input: z.output<typeof setOfferingInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'cityNode.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'offering.set', input.requestId, input.offeringId);
    if (!first) return;
    const [row] = await tx.select().from(offerings).where(eq(offerings.id, input.offeringId)).for('update');
    if (!row) throw new AppError('notFound', 'errors.notFound');
    const said = {
      ...(input.noteEn ? { en: input.noteEn } : {}),
      ...(input.noteZh ? { zh: input.noteZh } : {}),
    };
    const after = { enabled: input.enabled, note: said };
    await tx.update(offerings).set(after).where(eq(offerings.id, row.id));
    await recordAudit(tx, actor, {
      action: 'offering.set',
      subjectKind: 'offering',
      subjectId: row.id,
      before: { enabled: row.enabled, note: row.note },
      after: { ...after, wireId: row.wireId },
    });
  });
}
