import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { brandAssets, brands } from '#db/schema/brand.ts';
import { demand } from '#lib/access/demand.ts';
import { nested } from '#lib/actions/nested.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { brandPayload } from './brand.ts';
import { anyHost } from './brand-of.ts';

const hostField = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(\*|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)$/, 'brand.hostInvalid')
  .default(anyHost);

/** Version of the brand that the form was filled from; 0 where there was none. */
const seen = { requestId: z.uuid(), host: hostField, version: z.coerce.number().int().min(0) };

const empty = (link: unknown) =>
  typeof link === 'object' &&
  link !== null &&
  JSON.stringify(link).replace(/"(label|en|zh|href)":|[{}",]/g, '') === '';

/** A form's fields: nested, with `''` for no logo and link rows left empty taken out. */
function fromForm(fields: unknown): unknown {
  const data = nested(fields);
  if (typeof data !== 'object' || data === null) return data;
  const { links, logoHash, ...rest } = data as { links?: unknown; logoHash?: unknown };
  return {
    ...rest,
    links: Array.isArray(links) ? links.filter((link) => !empty(link)) : (links ?? []),
    logoHash: logoHash === '' ? null : (logoHash ?? null),
  };
}

export const saveBrandInput = z.preprocess(fromForm, brandPayload.extend(seen)).brand<'SaveBrand'>();
export const resetBrandInput = z.object(seen).brand<'ResetBrand'>();

/**
 * Puts a brand in force for a host (or, with `*`, for every host without its own) at once, for everyone. Saved from an
 * older version than the one in force: `conflict`, and nothing changes. The same request id again changes nothing.
 */
export async function saveBrand(
  actor: Actor,
  input: z.output<typeof saveBrandInput>,
  conn: Conn = db(),
): Promise<{ version: number }> {
  const { requestId, host, version, ...payload } = input;
  return put(actor, { action: 'brand.save', requestId, host, version, payload }, conn);
}

/** Puts the default brand back, whole, under a new version; as careful about versions as saving is. */
export async function resetBrand(
  actor: Actor,
  input: z.output<typeof resetBrandInput>,
  conn: Conn = db(),
): Promise<{ version: number }> {
  return put(actor, { action: 'brand.reset', ...input, payload: { default: true } }, conn);
}

type Change = {
  action: 'brand.save' | 'brand.reset';
  requestId: string;
  host: string;
  version: number;
  payload: Record<string, unknown>;
};

async function put(actor: Actor, change: Change, conn: Conn): Promise<{ version: number }> {
  demand(actor, 'brand.manage');
  return conn.transaction(async (tx) => {
    const next = change.version + 1;
    const claim = await claimRequest(tx, actor, change.action, change.requestId, String(next));
    if (!claim.first) return { version: Number(claim.subjectId) };
    const { logoHash } = change.payload;
    if (typeof logoHash === 'string' && (await tx.$count(brandAssets, eq(brandAssets.hash, logoHash))) === 0)
      throw new AppError('invalid', 'brand.logoUnknown', {}, { field: 'logoHash' });
    const before = await currentPayload(tx, change.host);
    await write(tx, actor, change, next);
    await recordAudit(tx, actor, {
      action: change.action,
      subjectKind: 'brand',
      subjectId: change.host,
      ...(before ? { before } : {}),
      after: change.payload,
    });
    return { version: next };
  });
}

async function currentPayload(tx: Conn, host: string): Promise<Record<string, unknown> | null> {
  const [row] = await tx
    .select({ payload: brands.payload })
    .from(brands)
    .where(eq(brands.host, host))
    .for('update');
  return (row?.payload as Record<string, unknown> | undefined) ?? null; // only this file writes it
}

async function write(
  tx: Conn,
  actor: Actor,
  { host, version, payload }: Change,
  next: number,
): Promise<void> {
  const row = { payload, version: next, updatedBy: actor.id, updatedAt: sql`portal_now()` };
  const written =
    version === 0
      ? await tx
          .insert(brands)
          .values({ host, ...row })
          .onConflictDoNothing()
          .returning({ host: brands.host })
      : await tx
          .update(brands)
          .set(row)
          .where(and(eq(brands.host, host), eq(brands.version, version)))
          .returning({ host: brands.host });
  if (written.length === 0) throw new AppError('conflict', 'brand.changedMeanwhile');
}
