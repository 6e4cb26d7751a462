import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockCustomer, touchApps } from './customer-standing.ts';
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
    await tellOwners(tx, customer.id, '/apps', 'organisationSuspended', {
      organisation: customer.name,
      reason: input.reason,
    });
    return { id: customer.id };
  });
}
