import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations } from '#db/schema/accounts.ts';
import { organisationNameField } from '#lib/accounts/fields.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const createOrganisationInput = z
  .object({ requestId: z.uuid(), name: organisationNameField })
  .brand<'CreateOrganisation'>();

/** Another organisation, owned by the person who asks. The same request id gives the same organisation. */
export async function createOrganisation(
  actor: Actor,
  input: z.output<typeof createOrganisationInput>,
  conn: Conn = db(),
): Promise<{ id: string }> {
  const userId = ownAccount(actor);
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'organisation.create', input.requestId, newId());
    const id = claim.subjectId;
    if (!claim.first) return { id };
    await tx.insert(organisations).values({ id, name: input.name });
    await tx.insert(memberships).values({ id: newId(), orgId: id, userId, role: 'owner' });
    await recordAudit(tx, actor, {
      action: 'organisation.create',
      subjectKind: 'organisation',
      subjectId: id,
      orgId: id,
      after: { name: input.name },
    });
    return { id };
  });
}
