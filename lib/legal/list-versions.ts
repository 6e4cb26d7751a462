import { and, desc, eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { legalAcceptances, legalTexts } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { LegalKind, LegalLocale } from './kinds.ts';

export type LegalVersion = { version: number; publishedAt: Date; accepted: number };

/** Versions of a text in one language, newest first, with how often each was accepted; a hundred at most. */
export async function listLegalVersions(
  actor: Actor,
  kind: LegalKind,
  locale: LegalLocale,
  conn: Conn = db(),
): Promise<LegalVersion[]> {
  demand(actor, 'legal.manage');
  return conn
    .select({
      version: legalTexts.version,
      publishedAt: legalTexts.publishedAt,
      accepted: conn.$count(legalAcceptances, eq(legalAcceptances.legalTextId, legalTexts.id)),
    })
    .from(legalTexts)
    .where(and(eq(legalTexts.kind, kind), eq(legalTexts.locale, locale)))
    .orderBy(desc(legalTexts.version))
    .limit(100);
}
