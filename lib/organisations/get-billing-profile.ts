import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { billingProfiles } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type BillingProfile = {
  legalName: string;
  country: string;
  buyerKind: 'business' | 'consumer';
  taxId: string;
  address: { lines: string[]; city: string; region: string; postalCode: string };
  billingEmail: string;
};

/** Who the actor's organisation is on a quote and an invoice; null until it has said so. */
export async function getBillingProfile(actor: Actor, conn: Conn = db()): Promise<BillingProfile | null> {
  demand(actor, 'billingProfile.read');
  const [row] = await conn
    .select({
      legalName: billingProfiles.legalName,
      country: billingProfiles.country,
      buyerKind: billingProfiles.buyerKind,
      taxId: billingProfiles.taxId,
      address: billingProfiles.address,
      billingEmail: billingProfiles.billingEmail,
    })
    .from(billingProfiles)
    .where(eq(billingProfiles.orgId, actor.orgId));
  return row ?? null;
}
