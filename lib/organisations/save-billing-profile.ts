import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { billingProfiles } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { getBillingProfile } from './get-billing-profile.ts';
import { isCountry } from './countries.ts';
import { isTaxIdOf, plainTaxId } from './tax-id.ts';

const line = (most: number) => z.string().trim().max(most);

export const saveBillingProfileInput = z
  .object({
    requestId: z.uuid(),
    legalName: line(120).min(2, 'organisation.legalNameMissing'),
    country: z.string().toUpperCase().refine(isCountry, 'organisation.countryMissing'),
    buyerKind: z.enum(['business', 'consumer']),
    taxId: z.string().max(60).default('').transform(plainTaxId),
    street: line(120).min(1, 'organisation.streetMissing'),
    street2: line(120).default(''),
    city: line(80).min(1, 'organisation.cityMissing'),
    region: line(80).default(''),
    postalCode: line(20).default(''),
    billingEmail: z.union([
      z.literal(''),
      z.string().trim().toLowerCase().max(254).pipe(z.email('account.emailInvalid')),
    ]),
  })
  .superRefine((input, context) => {
    if (input.buyerKind === 'consumer' || input.taxId === '') return;
    if (!isTaxIdOf(input.country, input.taxId))
      context.addIssue({ code: 'custom', path: ['taxId'], message: 'organisation.taxIdInvalid' });
  })
  .transform((input) => (input.buyerKind === 'consumer' ? { ...input, taxId: '' } : input))
  .brand<'SaveBillingProfile'>();

/**
 * Says who the actor's organisation is on quotes and invoices from now on. What was quoted or issued before keeps what
 * it said. A tax id must fit its country's shape; a consumer has none.
 */
export async function saveBillingProfile(
  actor: Actor,
  input: z.output<typeof saveBillingProfileInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'billingProfile.manage');
  await conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'billingProfile.save', input.requestId, actor.orgId);
    if (!first) return;
    const before = await getBillingProfile(actor, tx);
    const profile = {
      legalName: input.legalName,
      country: input.country,
      buyerKind: input.buyerKind,
      taxId: input.taxId,
      address: {
        lines: [input.street, input.street2].filter(Boolean),
        city: input.city,
        region: input.region,
        postalCode: input.postalCode,
      },
      billingEmail: input.billingEmail,
    };
    await tx
      .insert(billingProfiles)
      .values({ orgId: actor.orgId, ...profile })
      .onConflictDoUpdate({
        target: billingProfiles.orgId,
        set: { ...profile, updatedAt: sql`portal_now()` },
      });
    await recordAudit(tx, actor, {
      action: 'billingProfile.save',
      subjectKind: 'organisation',
      subjectId: actor.orgId,
      ...(before ? { before } : {}),
      after: profile,
    });
  });
}
