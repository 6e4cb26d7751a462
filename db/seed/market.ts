import type { Conn } from '#db/connection.ts';
import { brands, legalTexts } from '#db/schema/brand.ts';
import { frameworkProviders, frameworks, providers } from '#db/schema/catalogue.ts';
import { complianceRuleSets } from '#db/schema/compliance.ts';
import { priceBooks, shareRules, taxRates } from '#db/schema/pricing.ts';
import { defaultBrand } from '#lib/brand/brand.ts';
import { slugOf } from '#lib/city-nodes/city-names.ts';
import { knownFramework } from '#lib/city-nodes/known-frameworks.ts';
import { defaultRules } from '#lib/compliance/default-rules.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { defaultTexts } from '#lib/legal/default-texts.ts';
import { legalKinds, legalLocales } from '#lib/legal/kinds.ts';
import { defaultPrices } from '#lib/pricing/default-prices.ts';
import type { PriceBookPrices } from '#lib/pricing/price-book.ts';
import { demoId } from './demo-id.ts';
import { demoUser } from './people.ts';

export const demoProviders = [
  { name: 'Hangzhou Cloud Ltd', country: 'CN' },
  { name: 'Straits Cloud Pte Ltd', country: 'SG' },
  { name: 'Rhine Data GmbH', country: 'DE' },
].map((provider) => ({ ...provider, id: demoId(`provider:${provider.name}`), slug: slugOf(provider.name) }));

export const demoFrameworks = ['ethereum', 'fabric'] as const;

/** Fabric costs what its orderers cost: the demo sold it in Frankfurt, while that city node ran. */
const prices: PriceBookPrices = {
  entries: [
    ...defaultPrices.entries,
    {
      frameworkId: 'fabric',
      kind: 'permissioned',
      cityNodeId: null,
      base: { month: '5960', year: '59600' },
      tps: [
        { upTo: 50, month: '1000', year: '10000' },
        { upTo: null, month: '800', year: '8000' },
      ],
      storageGb: { month: '240', year: '2400' },
      bandwidthMbps: { month: '1200', year: '12000' },
    },
  ],
};

/** Who sells what at which price, by which rules, under which brand and terms. Adds what is missing, changes nothing. */
export async function seedMarket(conn: Conn, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 90 * 86_400_000);
  const by = { proposed: demoUser('operator'), decided: demoUser('approver') };
  await conn.insert(providers).values(demoProviders).onConflictDoNothing();
  for (const id of demoFrameworks) {
    const { name, summary, provider } = knownFramework(id);
    await conn.insert(frameworks).values({ id, name, summary }).onConflictDoNothing();
    await conn
      .insert(frameworkProviders)
      .values({ id: demoId(`frameworkProvider:${provider.slug}`), ...provider })
      .onConflictDoNothing();
  }
  await conn
    .insert(priceBooks)
    .values({
      id: demoId('priceBook:1'),
      version: 1,
      currency: portalEnv().PORTAL_CURRENCY,
      state: 'approved',
      effectiveFrom: since,
      prices,
      note: 'First prices',
      createdBy: by.proposed,
      createdAt: since,
      proposedBy: by.proposed,
      proposedAt: since,
      decidedBy: by.decided,
      decidedAt: since,
    })
    .onConflictDoNothing();
  await conn
    .insert(shareRules)
    .values({
      id: demoId('shareRule:1'),
      version: 1,
      effectiveFrom: since,
      portalBasisPoints: 2000,
      providerBasisPoints: 7500,
      frameworkBasisPoints: 1875,
      operationsBasisPoints: 625,
      state: 'approved',
      proposedBy: by.proposed,
      decidedBy: by.decided,
      createdAt: since,
      decidedAt: since,
    })
    .onConflictDoNothing();
  await seedLaw(conn, since);
  await conn
    .insert(brands)
    .values({ host: '*', payload: defaultBrand, version: 1, updatedBy: by.proposed })
    .onConflictDoNothing();
}

async function seedLaw(conn: Conn, since: Date): Promise<void> {
  const createdBy = demoUser('operator');
  const rates = [
    { buyerCountry: 'SG', name: 'GST', basisPoints: 900 },
    { buyerCountry: 'CN', name: 'VAT', basisPoints: 600 },
  ];
  await conn
    .insert(taxRates)
    .values(
      rates.map((rate) => ({
        ...rate,
        id: demoId(`taxRate:${rate.buyerCountry}`),
        buyerKind: 'any' as const,
        effectiveFrom: since,
        createdBy,
      })),
    )
    .onConflictDoNothing();
  await conn
    .insert(complianceRuleSets)
    .values({
      id: demoId('complianceRules:1'),
      version: 1,
      effectiveFrom: since,
      rules: defaultRules,
      createdBy,
      createdAt: since,
    })
    .onConflictDoNothing();
  await conn
    .insert(legalTexts)
    .values(
      legalKinds.flatMap((kind) =>
        legalLocales.map((locale) => ({
          id: demoId(`legalText:${kind}:${locale}`),
          kind,
          locale,
          version: 1,
          ...defaultTexts[kind][locale],
          publishedBy: createdBy,
          publishedAt: since,
        })),
      ),
    )
    .onConflictDoNothing();
}
