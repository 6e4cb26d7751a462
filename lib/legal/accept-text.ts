import { and, eq, exists, gt } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Conn } from '#db/connection.ts';
import { legalAcceptances, legalTexts } from '#db/schema/brand.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { isLegalKind, legalLocales } from './kinds.ts';

/**
 * Keeps, in the caller's transaction, that a person accepted this version of a text, for an order or (without one) in
 * general. Throws `conflict` when a newer version is in force by now: nobody accepts what is no longer offered.
 */
export async function acceptLegalText(
  tx: Conn,
  by: { id: string; orgId: string },
  accepted: { legalTextId: string; orderId?: string },
): Promise<void> {
  const newer = alias(legalTexts, 'newer');
  const [text] = await tx
    .select({
      kind: legalTexts.kind,
      locale: legalTexts.locale,
      replaced: exists(
        tx
          .select({ id: newer.id })
          .from(newer)
          .where(
            and(
              eq(newer.kind, legalTexts.kind),
              eq(newer.locale, legalTexts.locale),
              gt(newer.version, legalTexts.version),
            ),
          ),
      ).mapWith(Boolean),
    })
    .from(legalTexts)
    .where(eq(legalTexts.id, accepted.legalTextId));
  const locale = legalLocales.find((each) => each === text?.locale);
  if (!text || !locale || !isLegalKind(text.kind)) throw new AppError('invalid', 'legal.unknownText');
  if (text.replaced) throw new AppError('conflict', 'legal.textChanged');
  await tx.insert(legalAcceptances).values({
    id: newId(),
    legalTextId: accepted.legalTextId,
    userId: by.id,
    orgId: by.orgId || null,
    orderId: accepted.orderId ?? null,
  });
}
