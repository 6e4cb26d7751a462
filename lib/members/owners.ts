import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { memberships, organisations } from '#db/schema/accounts.ts';
import { AppError } from '#lib/errors/app-error.ts';

/**
 * Changes of one organisation's members take turns, so that two owners cannot leave at the same moment. Whoever joins
 * refers to the organisation and does not wait: they hold their invitation, which a change may be about to end.
 */
export async function lockOrganisation(tx: Conn, orgId: string): Promise<{ name: string }> {
  const [row] = await tx
    .select({ name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, orgId))
    .for('no key update');
  if (!row) throw new AppError('notFound', 'errors.notFound');
  return row;
}

/** Throws when the organisation would be left without anyone in its top role. Call it under `lockOrganisation`. */
export async function demandAnotherAtTop(tx: Conn, orgId: string, top: string): Promise<void> {
  const left = await tx.$count(memberships, and(eq(memberships.orgId, orgId), eq(memberships.role, top)));
  if (left < 2)
    throw new AppError(
      'refused',
      top === 'administrator' ? 'organisation.lastAdministrator' : 'organisation.lastOwner',
    );
}
