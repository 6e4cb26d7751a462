import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { billingProfiles } from '#db/schema/accounts.ts';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';

/** The billing profile of a demo organisation, which the base seed has laid. */
export async function profileOf(conn: Conn, orgId: string): Promise<BillingProfile> {
  const [row] = await conn.select().from(billingProfiles).where(eq(billingProfiles.orgId, orgId));
  if (!row) throw new Error(`organisation ${orgId} has no billing profile`);
  const { legalName, country, buyerKind, taxId, address, billingEmail } = row;
  return { legalName, country, buyerKind, taxId, address, billingEmail };
}
