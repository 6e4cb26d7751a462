import { eq, sql } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { billingProfiles, organisations } from '#db/schema/accounts.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { quotes, reservations } from '#db/schema/orders.ts';
import { priceBooks, shareRules, taxRates } from '#db/schema/pricing.ts';
import { testActor } from '#db/testing/test-actor.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { wallet, bank } from '#lib/ledger/accounts.ts';
import { post } from '#lib/ledger/post.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { placeOrder, placeOrderInput } from '#lib/orders/place-order.ts';
import { defaultPrices } from '#lib/pricing/default-prices.ts';
import { createQuote, createQuoteInput } from '#lib/quotes/create-quote.ts';

const since = new Date('2026-01-01T00:00:00Z');
const pinned = { frameworkProvider: newId(), sgProvider: newId(), cnProvider: newId() };
export const shop = {
  singapore: newId(),
  hangzhou: newId(),
  /** Offerings. */
  singaporeEthereum: newId(),
  hangzhouEthereum: newId(),
  singaporePublic: newId(),
};

/** A portal that sells: two city nodes, a price book, 6 % tax in China and 9 % in Singapore, one share rule. */
export async function openShop(): Promise<void> {
  await db()
    .insert(frameworkProviders)
    .values({ id: pinned.frameworkProvider, slug: 'eth', name: 'Ethereum makers', country: 'CH' });
  await db()
    .insert(providers)
    .values([
      { id: pinned.sgProvider, slug: 'sg', name: 'Straits Cloud', country: 'SG' },
      { id: pinned.cnProvider, slug: 'cn', name: 'West Lake Cloud', country: 'CN' },
    ]);
  await db()
    .insert(frameworks)
    .values({ id: 'ethereum', name: 'Ethereum', summary: { en: 'A chain', zh: '链' } })
    .onConflictDoNothing();
  const node = (id: string, slug: string, country: string, providerId: string) => ({
    id,
    slug,
    city: { en: slug, zh: slug },
    country,
    latitude: 1,
    longitude: 1,
    providerId,
    controlUrl: 'http://127.0.0.1:1',
    gatewayUrl: 'http://127.0.0.1:1',
    publicKey: newId(),
    state: 'active' as const,
    health: 'healthy' as const,
    tpsTotal: 1000,
    tpsFree: 1000,
    storageGbTotal: 5000,
    storageGbFree: 5000,
    bandwidthMbpsTotal: 1000,
    bandwidthMbpsFree: 1000,
    enrolledBy: 'test',
  });
  await db()
    .insert(cityNodes)
    .values([
      node(shop.singapore, 'singapore', 'SG', pinned.sgProvider),
      node(shop.hangzhou, 'hangzhou', 'CN', pinned.cnProvider),
    ]);
  const offering = (id: string, cityNodeId: string, kind: 'permissioned' | 'public') => ({
    id,
    cityNodeId,
    frameworkId: 'ethereum',
    frameworkVersion: '1',
    frameworkProviderId: pinned.frameworkProvider,
    wireId: kind === 'public' ? 'ethereum-public' : 'ethereum',
    kind,
    access: kind === 'public' ? ('endpoint' as const) : ('deploy' as const),
    evidence: 'live' as const,
  });
  await db()
    .insert(offerings)
    .values([
      offering(shop.singaporeEthereum, shop.singapore, 'permissioned'),
      offering(shop.singaporePublic, shop.singapore, 'public'),
      offering(shop.hangzhouEthereum, shop.hangzhou, 'permissioned'),
    ]);
  await db().insert(priceBooks).values({
    id: newId(),
    version: 1,
    currency: 'CNY',
    state: 'approved',
    effectiveFrom: since,
    prices: defaultPrices,
    createdBy: 'test',
  });
  await db()
    .insert(taxRates)
    .values(
      [
        { buyerCountry: 'CN', name: 'VAT', basisPoints: 600 },
        { buyerCountry: 'SG', name: 'GST', basisPoints: 900 },
      ].map((rate) => ({
        id: newId(),
        buyerKind: 'any' as const,
        effectiveFrom: since,
        createdBy: 'test',
        ...rate,
      })),
    );
  await db().insert(shareRules).values({
    id: newId(),
    version: 1,
    effectiveFrom: since,
    portalBasisPoints: 2000,
    providerBasisPoints: 7500,
    frameworkBasisPoints: 1875,
    operationsBasisPoints: 625,
    state: 'approved',
    proposedBy: 'test',
  });
}

/** A new customer with a billing profile, as its owner. */
export async function newBuyer(country = 'SG'): Promise<Actor> {
  const actor = testActor();
  await db().insert(organisations).values({ id: actor.orgId, name: 'Buyer Ltd' });
  await db()
    .insert(billingProfiles)
    .values({
      orgId: actor.orgId,
      legalName: 'Buyer Ltd',
      country,
      buyerKind: 'business',
      address: { lines: ['1 Street'], city: 'City', region: '', postalCode: '1' },
    });
  return actor;
}

let names = 0;
export const cart = (
  offeringIds: readonly string[] = [shop.singaporeEthereum],
  over: Record<string, unknown> = {},
) =>
  createQuoteInput.parse({
    requestId: newId(),
    appName: `app ${++names}`,
    nodes: offeringIds.map((offeringId) => ({ offeringId, tps: 10, storageGb: 20, bandwidthMbps: 5 })),
    term: { unit: 'year', count: 1 },
    ...over,
  });

/** A quote whose capacity every city node holds, as the worker leaves it. */
export async function heldQuote(actor: Actor, input = cart()): Promise<string> {
  const { quoteId } = await createQuote(actor, input);
  await hold(quoteId);
  return quoteId;
}

export async function hold(quoteId: string): Promise<void> {
  await db().update(reservations).set({ state: 'held' }).where(eq(reservations.quoteId, quoteId));
  await db().update(quotes).set({ holdState: 'held' }).where(eq(quotes.id, quoteId));
}

export async function newOrder(actor: Actor, input = cart()): Promise<string> {
  const quoteId = await heldQuote(actor, input);
  const terms = await currentLegalText('terms', 'en');
  const { orderId } = await placeOrder(
    actor,
    placeOrderInput.parse({ requestId: newId(), quoteId, legalTextId: terms.id }),
  );
  return orderId;
}

/** Money in the wallet, as if it had been remitted. */
export async function fillWallet(actor: Actor, minor: bigint): Promise<void> {
  await db().transaction((tx) =>
    post(tx, {
      externalRef: `test:${newId()}`,
      kind: 'topUp',
      effectiveAt: new Date(),
      postings: [
        { account: bank(), amount: { minor, currency: 'CNY' } },
        { account: wallet(actor.orgId), amount: { minor: -minor, currency: 'CNY' } },
      ],
    }),
  );
}

/** Every posting of an order's and an organisation's money, in an order of its own: two ledgers can be compared. */
export async function ledgerOf(orgId: string): Promise<string[]> {
  const { rows } = await db().execute<{ line: string }>(sql`
    select t.kind || ' ' || regexp_replace(p.account_id, '[0-9a-f]{8}-[0-9a-f-]{27}', '*') || ' ' || p.amount as line
      from ledger_postings p
      join ledger_transactions t on t.id = p.transaction_id
     where p.account_id = ${wallet(orgId)}
        or t.detail->>'orderId' in (select id::text from orders where org_id = ${orgId}::uuid)
     order by 1`);
  return rows.map(({ line }) => line);
}
