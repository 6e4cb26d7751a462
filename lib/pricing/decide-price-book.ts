import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const decidePriceBookInput = z
  .object({ requestId: z.uuid(), id: z.uuid(), decision: z.enum(['approved', 'rejected']) })
  .brand<'DecidePriceBook'>();
export type DecidePriceBook = z.output<typeof decidePriceBookInput>;

/**
 * The second person's word on a proposed price book; whoever proposed it is refused. Approved, it is in force from its
 * date on (from now, where that date has passed meanwhile) and never changes again.
 */
export async function decidePriceBook(
  actor: Actor,
  input: DecidePriceBook,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'priceBook.approve');
  await conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'priceBook.decide', input.requestId, input.id);
    if (!claim.first) return;
    const [book] = await tx
      .select({ state: priceBooks.state, proposedBy: priceBooks.proposedBy, version: priceBooks.version })
      .from(priceBooks)
      .where(eq(priceBooks.id, input.id))
      .for('update');
    if (!book) throw new AppError('notFound', 'errors.notFound');
    if (book.state !== 'proposed')
      throw new AppError('conflict', 'prices.alreadyDecided', { version: book.version });
    if (book.proposedBy === actor.id)
      throw new AppError('forbidden', 'prices.secondPerson', { version: book.version });
    await tx
      .update(priceBooks)
      .set({
        state: input.decision,
        decidedBy: actor.id,
        decidedAt: sql`portal_now()`,
        effectiveFrom: sql`greatest(${priceBooks.effectiveFrom}, portal_now())`,
      })
      .where(eq(priceBooks.id, input.id));
    await recordAudit(tx, actor, {
      action: `priceBook.${input.decision === 'approved' ? 'approve' : 'reject'}`,
      subjectKind: 'priceBook',
      subjectId: input.id,
      after: { version: book.version },
    });
  });
}
