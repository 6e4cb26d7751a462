import { and, asc, eq, notInArray } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { apps } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { touchPolicy } from '#lib/apps/touch-policy.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { tellOwners } from './tell-owners.ts';

export const suspendCustomerInput = z
  .object({ requestId: z.uuid(), orgId: z.uuid(), reason: z.string().trim().min(3).max(300) })
  .brand<'SuspendCustomer'>();
export type SuspendCustomer = z.output<typeof suspendCustomerInput>;

/**
 * The portal operator stops a whole customer: every gateway refuses every app of theirs within about a second, its
 * people and programs may only look from their next request on, and its owners read the reason by mail. What each app's
 * own state is stays as it was. Throws `conflict` when it is suspended already; a repeat does nothing more.
 */
export async function suspendCustomer(
  actor: Actor,
  input: SuspendCustomer,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'customer.suspend');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'customer.suspend', input.requestId, input.orgId);
    if (!first) return { id: input.orgId };
    const customer = await lockCustomer(tx, input.orgId);
    if (customer.suspendedAt)
      throw new AppError('conflict', 'organisation.suspendedAlready', { name: customer.name });
    await tx
      .update(organisations)
      .set({ suspendedAt: await portalNow(tx), suspensionReason: input.reason })
      .where(eq(organisations.id, customer.id));
    const touched = await touchApps(tx, customer.id);
    await recordAudit(tx, actor, {
      action: 'organisation.suspend',
      subjectKind: 'organisation',
      subjectId: customer.id,
      orgId: customer.id,
      after: { reason: input.reason, apps: touched },
    });
    await tellOwners(tx, customer.id, '/apps', {
      template: 'organisationSuspended',
      values: { organisation: customer.name, reason: input.reason },
    });
    return { id: customer.id };
  });
}

export const resumeCustomerInput = z
  .object({ requestId: z.uuid(), orgId: z.uuid() })
  .brand<'ResumeCustomer'>();
export type ResumeCustomer = z.output<typeof resumeCustomerInput>;

/**
 * Lets a suspended customer go on. An app that its owner or the operator had suspended by itself stays so. Throws
 * `conflict` when the customer is not suspended; a repeat does nothing more.
 */
export async function resumeCustomer(
  actor: Actor,
  input: ResumeCustomer,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'customer.suspend');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'customer.resume', input.requestId, input.orgId);
    if (!first) return { id: input.orgId };
    const customer = await lockCustomer(tx, input.orgId);
    if (!customer.suspendedAt)
      throw new AppError('conflict', 'organisation.notSuspended', { name: customer.name });
    await tx
      .update(organisations)
      .set({ suspendedAt: null, suspensionReason: '' })
      .where(eq(organisations.id, customer.id));
    const touched = await touchApps(tx, customer.id);
    await recordAudit(tx, actor, {
      action: 'organisation.resume',
      subjectKind: 'organisation',
      subjectId: customer.id,
      orgId: customer.id,
      before: { since: customer.suspendedAt.toISOString(), reason: customer.suspensionReason },
      after: { apps: touched },
    });
    await tellOwners(tx, customer.id, '/apps', {
      template: 'organisationResumed',
      values: { organisation: customer.name },
    });
    return { id: customer.id };
  });
}

/** Not for key update: rows that merely name the organisation may be written meanwhile. The portal itself is no customer. */
async function lockCustomer(tx: Conn, orgId: string): Promise<typeof organisations.$inferSelect> {
  const [row] = await tx
    .select()
    .from(organisations)
    .where(and(eq(organisations.id, orgId), eq(organisations.kind, 'customer')))
    .for('no key update');
  if (!row) throw new AppError('notFound', 'errors.notFound');
  return row;
}

/**
 * A new policy version for every app that stands at a city node. The apps are locked first: one that is just coming up
 * is then either among them, or reads the new state when it makes its own first version.
 */
async function touchApps(tx: Conn, orgId: string): Promise<number> {
  const standing = await tx
    .select({ id: apps.id })
    .from(apps)
    .where(and(eq(apps.orgId, orgId), notInArray(apps.state, ['retired', 'failed'])))
    .orderBy(asc(apps.id))
    .for('update');
  for (const { id } of standing) await touchPolicy(tx, id);
  return standing.length;
}
