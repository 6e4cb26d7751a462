import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockCustomer, touchApps } from './customer-standing.ts';
import { tellOwners } from './tell-owners.ts';

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
    await tellOwners(tx, customer.id, '/apps', 'organisationResumed', { organisation: customer.name });
    return { id: customer.id };
  });
}
