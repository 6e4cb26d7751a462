import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { systemActor, type Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { listMembers, type MemberRow } from '#lib/members/list-members.ts';
import { getBillingProfile, type BillingProfile } from './get-billing-profile.ts';

export type Customer = {
  id: string;
  name: string;
  createdAt: Date;
  suspendedAt: Date | null;
  suspensionReason: string;
  profile: BillingProfile | null;
  members: MemberRow[];
};

/** One customer with its people and billing profile; staff only. The portal's own organisation is no customer. */
export async function readCustomer(actor: Actor, orgId: string, conn: Conn = db()): Promise<Customer> {
  demand(actor, 'customer.read');
  const [row] = z.uuid().safeParse(orgId).success
    ? await conn
        .select({
          id: organisations.id,
          name: organisations.name,
          createdAt: organisations.createdAt,
          suspendedAt: organisations.suspendedAt,
          suspensionReason: organisations.suspensionReason,
        })
        .from(organisations)
        .where(and(eq(organisations.id, orgId), eq(organisations.kind, 'customer')))
    : [];
  if (!row) throw new AppError('notFound', 'errors.notFound');
  const inside = systemActor('staff reads a customer', row.id);
  return {
    ...row,
    profile: await getBillingProfile(inside, conn),
    members: await listMembers(inside, conn),
  };
}
