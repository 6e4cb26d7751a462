import { and, desc, eq, gte, ilike, lt, or, type SQL } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { auditLog } from '#db/schema/audit.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { containing } from '#lib/paging/containing.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const searchAuditInput = z
  .object({
    /** Part of an actor's or an organisation's name, or a whole subject id. */
    q: z.string().trim().max(200).default(''),
    /** Part of an action, as `suspend`. */
    action: z.string().trim().max(100).default(''),
    orgId: z.uuid().optional(),
    /** Days of the portal's calendar, both within. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    /** Id of the last row seen. */
    cursor: countedId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'SearchAudit'>();

export type AuditRow = {
  id: string;
  at: Date;
  orgId: string | null;
  orgName: string | null;
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
      orgName: organisations.name,
      actorKind: auditLog.actorKind,
      actorName: auditLog.actorName,
      action: auditLog.action,
      subjectKind: auditLog.subjectKind,
      subjectId: auditLog.subjectId,
      before: auditLog.before,
      after: auditLog.after,
    })
    .from(auditLog)
    .leftJoin(organisations, eq(organisations.id, auditLog.orgId))
    .where(and(...conditionsOf(input)))
    .orderBy(desc(auditLog.id))
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit).map((row) => ({ ...row, id: row.id.toString() }));
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null };
}

function conditionsOf(input: z.output<typeof searchAuditInput>): (SQL | undefined)[] {
  return [
    input.q
      ? or(
          ilike(auditLog.actorName, containing(input.q)),
          ilike(organisations.name, containing(input.q)),
          eq(auditLog.subjectId, input.q),
        )
      : undefined,
    input.action ? ilike(auditLog.action, containing(input.action)) : undefined,
    input.orgId ? eq(auditLog.orgId, input.orgId) : undefined,
    input.from ? gte(auditLog.at, startOf(input.from)) : undefined,
    input.to ? lt(auditLog.at, startOf(input.to, 1)) : undefined,
    input.cursor ? lt(auditLog.id, BigInt(input.cursor)) : undefined,
  ];
}

/** Midnight with which a day of the portal's calendar begins, or the day so many after it. */
const startOf = (day: string, later = 0): Date =>
  new Date(
    Temporal.PlainDate.from(day).add({ days: later }).toZonedDateTime({ timeZone: portalTimeZone() })
      .epochMilliseconds,
  );
