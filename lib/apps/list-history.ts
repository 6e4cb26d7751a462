import { and, desc, eq, or, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { readOwnApp } from './find-app.ts';

/** What the record's timeline tells; each has a text under `apps.history`. */
const told = [
  'app.reserve',
  'app.rename',
  'app.suspend',
  'app.resume',
  'app.retire',
  'contract.deploy',
  'contract.upgrade',
  'contract.retry',
  'apiKey.create',
  'apiKey.rotate',
  'apiKey.revoke',
] as const;

export type AppHappening = {
  id: string;
  at: Date;
  action: (typeof told)[number];
  /** Null: the portal operator's staff, whose names are not the customer's business. */
  by: string | null;
  /** What the text names: contract and version, key, reason. */
  detail: Record<string, string>;
};

/** What was done to an app and its keys, newest first, at most 50, out of the audit log. */
export async function listHistory(actor: Actor, appId: string, conn: Conn = db()): Promise<AppHappening[]> {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  const rows = await conn
    .select({
      id: auditLog.id,
      at: auditLog.at,
      action: sql<AppHappening['action']>`${auditLog.action}`,
      actorKind: auditLog.actorKind,
      actorName: auditLog.actorName,
      after: auditLog.after,
      before: auditLog.before,
    })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.orgId, app.orgId),
        or(
          and(eq(auditLog.subjectKind, 'app'), eq(auditLog.subjectId, app.id)),
          and(
            eq(auditLog.subjectKind, 'apiKey'),
            sql`coalesce(${auditLog.after}->>'appId', ${auditLog.before}->>'appId') = ${app.id}`,
          ),
        ),
        sql`${auditLog.action} in (${sql.join(
          told.map((action) => sql`${action}`),
          sql`, `,
        )})`,
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(50);
  return rows.map(({ id, at, action, actorKind, actorName, after, before }) => ({
    id: id.toString(),
    at,
    action,
    by: isOperators(action, after, before) ? null : actorKind === 'system' ? '' : actorName,
    detail: detailOf({ ...before, ...after }),
  }));
}

const isOperators = (
  action: AppHappening['action'],
  after: Record<string, unknown> | null,
  before: Record<string, unknown> | null,
): boolean =>
  (action === 'app.suspend' && after?.by === 'operator') ||
  (action === 'app.resume' && before?.by === 'operator');

/** Only what a text may name, as text. */
function detailOf(data: Record<string, unknown>): Record<string, string> {
  const names = ['name', 'contractName', 'version', 'reason'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = data[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
}
