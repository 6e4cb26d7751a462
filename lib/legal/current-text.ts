import { and, desc, eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { legalTexts } from '#db/schema/brand.ts';
import { newId } from '#lib/ids/new-id.ts';
import { defaultTexts } from './default-texts.ts';
import { legalLocales, type LegalKind, type LegalLocale } from './kinds.ts';

export type LegalText = {
  id: string;
  kind: LegalKind;
  locale: LegalLocale;
  version: number;
  title: string;
  body: string;
  publishedAt: Date;
};

/**
 * The text in force. A portal that has published none yet gets the default text as version 1 in both languages, so that
 * there is always a version to accept.
 */
export async function currentLegalText(
  kind: LegalKind,
  locale: LegalLocale,
  conn: Conn = db(),
): Promise<LegalText> {
  const found = await newest(kind, locale, conn);
  if (found) return found;
  await conn
    .insert(legalTexts)
    .values(
      legalLocales.map((each) => ({
        id: newId(),
        kind,
        locale: each,
        version: 1,
        ...defaultTexts[kind][each],
        publishedBy: 'default',
      })),
    )
    .onConflictDoNothing();
  const published = await newest(kind, locale, conn);
  if (!published) throw new Error(`no legal text ${kind} in ${locale}`);
  return published;
}

async function newest(kind: LegalKind, locale: LegalLocale, conn: Conn): Promise<LegalText | null> {
  const [row] = await conn
    .select({
      id: legalTexts.id,
      version: legalTexts.version,
      title: legalTexts.title,
      body: legalTexts.body,
      publishedAt: legalTexts.publishedAt,
    })
    .from(legalTexts)
    .where(and(eq(legalTexts.kind, kind), eq(legalTexts.locale, locale)))
    .orderBy(desc(legalTexts.version))
    .limit(1);
  return row ? { ...row, kind, locale } : null;
}
