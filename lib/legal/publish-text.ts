import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { legalTexts } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { currentLegalText } from './current-text.ts';
import { legalKinds, legalLocales } from './kinds.ts';

const title = z.string().trim().min(1, 'legal.titleMissing').max(120);
const body = z.string().trim().min(20, 'legal.bodyMissing').max(60_000);

export const publishLegalTextInput = z
  .object({
    requestId: z.uuid(),
    kind: z.enum(legalKinds),
    /** The version that the form was filled from. */
    version: z.coerce.number().int().min(1),
    titleEn: title,
    bodyEn: body,
    titleZh: title,
    bodyZh: body,
  })
  .brand<'PublishLegalText'>();

/**
 * Puts a new version of a legal text in force, in both languages under one number. Earlier versions never change, and who
 * accepted which stays known. Published from an older version than the one in force: `conflict`.
 */
export async function publishLegalText(
  actor: Actor,
  input: z.output<typeof publishLegalTextInput>,
  conn: Conn = db(),
): Promise<{ version: number }> {
  demand(actor, 'legal.manage');
  return conn.transaction(async (tx) => {
    const next = input.version + 1;
    const claim = await claimRequest(tx, actor, 'legal.publish', input.requestId, String(next));
    if (!claim.first) return { version: Number(claim.subjectId) };
    // Publications of one kind take turns; the table itself takes no lock on a row that does not exist yet.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`legal:${input.kind}`}))`);
    const { version } = await currentLegalText(input.kind, 'en', tx);
    if (version !== input.version) throw new AppError('conflict', 'legal.changedMeanwhile', { version });
    const texts = {
      en: { title: input.titleEn, body: input.bodyEn },
      zh: { title: input.titleZh, body: input.bodyZh },
    };
    await tx.insert(legalTexts).values(
      legalLocales.map((locale) => ({
        id: newId(),
        kind: input.kind,
        locale,
        version: next,
        ...texts[locale],
        publishedBy: actor.id,
      })),
    );
    await recordAudit(tx, actor, {
      action: 'legal.publish',
      subjectKind: 'legalText',
      subjectId: input.kind,
      before: { version },
      after: { version: next, titleEn: input.titleEn, titleZh: input.titleZh },
    });
    return { version: next };
  });
}
