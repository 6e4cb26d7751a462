import { and, desc, eq, gte, ilike, lt, lte, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { containing } from '#lib/paging/containing.ts';

export const searchAuditInput = z
  .object({
    /** Part of an actor's name, or a whole subject id. */
    q: z.string().trim().max(200).default(''),
    action: z.string().trim().max(100).default(''),
    orgId: z.uuid().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    /** Id of the last row seen. */
    cursor: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'SearchAudit'>();

export type AuditRow = {
  id: string;
  at: Date;
  orgId: string | null;
  actorKind: string;
  actorName: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** Newest first, a page at a time; staff only. */
export async function searchAudit(
  actor: Actor,
  input: z.output<typeof searchAuditInput>,
  conn: Conn = db(),
): Promise<{ rows: AuditRow[]; nextCursor: string | null }> {
  demand(actor, 'audit.read');
  const rows = await conn
    .select({
      id: auditLog.id,
      at: auditLog.at,
      orgId: auditLog.orgId,
      actorKind: auditLog.actorKind,
      actorName: auditLog.actorName,
      action: auditLog.action,
      subjectKind: auditLog.subjectKind,
      subjectId: auditLog.subjectId,
      before: auditLog.before,
      after: auditLog.after,
    })
    .from(auditLog)
    .where(and(...conditionsOf(input)))
    .orderBy(desc(auditLog.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit).map((row) => ({ ...row, id: row.id.toString() }));
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
}

function conditionsOf(input: z.output<typeof searchAuditInput>): (SQL | undefined)[] {
  return [
    input.q ? or(ilike(auditLog.actorName, containing(input.q)), eq(auditLog.subjectId, input.q)) : undefined,
    input.action ? eq(auditLog.action, input.action) : undefined,
    input.orgId ? eq(auditLog.orgId, input.orgId) : undefined,
    input.from ? gte(auditLog.at, new Date(`${input.from}T00:00:00Z`)) : undefined,
    input.to ? lte(auditLog.at, new Date(`${input.to}T23:59:59.999Z`)) : undefined,
    input.cursor ? lt(auditLog.id, BigInt(input.cursor)) : undefined,
  ];
}
