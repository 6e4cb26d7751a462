import { auditLog } from '#db/schema/audit.ts';
import type { Conn } from '#db/connection.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type AuditEntry = {
  /** `noun.verb`, as `app.deploy`. */
  action: string;
  subjectKind: string;
  subjectId: string;
  /** Organisation concerned, when it is not the actor's own (staff acting on a customer). */
  orgId?: string;
  /** Plain data without secrets. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/** Writes who did what in the caller's transaction: if the row cannot be written, nothing happened. */
export async function recordAudit(tx: Conn, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({
    orgId: entry.orgId ?? (actor.orgId || null),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    before: entry.before,
    after: entry.after,
  });
}
