import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { organisationNameField } from '#lib/accounts/fields.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const renameOrganisationInput = z
  .object({ requestId: z.uuid(), name: organisationNameField })
  .brand<'RenameOrganisation'>();

/** Gives the actor's organisation another name. Issued invoices keep the name they were issued to. */
export async function renameOrganisation(
  actor: Actor,
  input: z.output<typeof renameOrganisationInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'organisation.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'organisation.rename', input.requestId, actor.orgId);
    if (!first) return;
    const [before] = await tx
      .select({ name: organisations.name })
      .from(organisations)
      .where(eq(organisations.id, actor.orgId))
      .for('update');
    if (!before) throw new AppError('notFound', 'errors.notFound');
    await tx.update(organisations).set({ name: input.name }).where(eq(organisations.id, actor.orgId));
    await recordAudit(tx, actor, {
      action: 'organisation.rename',
      subjectKind: 'organisation',
      subjectId: actor.orgId,
      before,
      after: { name: input.name },
    });
  });
}
