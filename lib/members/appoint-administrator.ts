import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations, users } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { emailField } from '#lib/accounts/fields.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';

export const appointAdministratorInput = z.object({ email: emailField }).brand<'AppointAdministrator'>();

/**
 * Makes somebody with a confirmed account an administrator of the portal, and makes the portal's own organisation when
 * there is none yet. For the command that whoever runs the servers has: a fresh portal has no staff who could invite
 * any. Throws `notFound` without such an account. Appointing twice is once.
 */
export async function appointAdministrator(
  actor: Actor,
  input: z.output<typeof appointAdministratorInput>,
  conn: Conn = db(),
): Promise<{ name: string; already: boolean }> {
  demand(actor, 'staff.manage');
  // Also out of reach of staff: they invite, and whoever is invited agrees.
  if (actor.kind !== 'system') throw new AppError('forbidden', 'errors.forbidden');
  return conn.transaction(async (tx) => {
    const [person] = await tx
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(and(eq(users.email, input.email), isNotNull(users.emailVerifiedAt), isNull(users.disabledAt)));
    if (!person) throw new AppError('notFound', 'errors.notFound');
    const orgId = await portalOrganisation(tx);
    const theirs = and(eq(memberships.orgId, orgId), eq(memberships.userId, person.id));
    const [before] = await tx.select({ role: memberships.role }).from(memberships).where(theirs);
    if (before?.role === 'administrator') return { name: person.name, already: true };
    if (before) await tx.update(memberships).set({ role: 'administrator' }).where(theirs);
    else
      await tx.insert(memberships).values({ id: newId(), orgId, userId: person.id, role: 'administrator' });
    await recordAudit(tx, actor, {
      action: 'member.appoint',
      subjectKind: 'user',
      subjectId: person.id,
      orgId,
      ...(before ? { before } : {}),
      after: { role: 'administrator' },
    });
    return { name: person.name, already: false };
  });
}

/** The portal's own organisation, locked; of two that make it at once, one does. */
async function portalOrganisation(tx: Conn): Promise<string> {
  await tx
    .insert(organisations)
    .values({ id: newId(), name: 'Portal', kind: 'portal' })
    .onConflictDoNothing();
  const [portal] = await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(eq(organisations.kind, 'portal'))
    .for('no key update');
  if (!portal) throw new Error('the portal has no organisation');
  return portal.id;
}
