import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { taxRates } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { effectiveFromField, effectiveInstant } from '#lib/clock/effective-from.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const addTaxRateInput = z
  .object({
    requestId: z.uuid(),
    /** Empty: every country without a rate of its own. */
    buyerCountry: z
      .union([z.literal('').transform(() => null), z.string().regex(/^[A-Z]{2}$/)])
      .default(null),
    buyerKind: z.enum(['business', 'consumer', 'any']),
    name: z.string().trim().min(1).max(60),
    basisPoints: z.coerce.number().int().min(0).max(10_000),
    effectiveFrom: effectiveFromField,
  })
  .brand<'AddTaxRate'>();
export type AddTaxRate = z.output<typeof addTaxRateInput>;

/** Adds a dated row to the one tax table. Rows never change: a new date replaces an old rate, and quotes keep theirs. */
export async function addTaxRate(
  actor: Actor,
  input: AddTaxRate,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'priceBook.propose');
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'taxRate.add', input.requestId, newId());
    if (!claim.first) return { id: claim.subjectId };
    const { requestId: _, ...rate } = input;
    const effectiveFrom = await effectiveInstant(tx, rate.effectiveFrom);
    await tx.insert(taxRates).values({
      ...rate,
      id: claim.subjectId,
      effectiveFrom,
      createdBy: actor.id,
      createdAt: sql`portal_now()`,
    });
    await recordAudit(tx, actor, {
      action: 'taxRate.add',
      subjectKind: 'taxRate',
      subjectId: claim.subjectId,
      after: rate,
    });
    return { id: claim.subjectId };
  });
}
