import { and, asc, eq, notInArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { apps } from '#db/schema/apps.ts';
import { touchPolicy } from '#lib/apps/touch-policy.ts';
import { AppError } from '#lib/errors/app-error.ts';

/** Not for key update: rows that merely name the organisation may be written meanwhile. The portal itself is no customer. */
export async function lockCustomer(tx: Conn, orgId: string): Promise<typeof organisations.$inferSelect> {
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
export async function touchApps(tx: Conn, orgId: string): Promise<number> {
  const standing = await tx
    .select({ id: apps.id })
    .from(apps)
    .where(and(eq(apps.orgId, orgId), notInArray(apps.state, ['retired', 'failed'])))
    .orderBy(asc(apps.id))
    .for('update');
  await touchPolicy(tx, ...standing.map(({ id }) => id));
  return standing.length;
}
