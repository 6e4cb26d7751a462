import { and, eq, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { apps } from '#db/schema/apps.ts';
import { quoteLines, quotes, reservations } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { appName } from '#lib/apps/app-name.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { currentRules } from '#lib/compliance/current-rules.ts';
import { keepVerdict, verdictBy, type Verdict } from '#lib/compliance/record-verdict.ts';
import type { ComplianceInputs } from '#lib/compliance/judge.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newCode, newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { getBillingProfile, type BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { price, type Price, type PriceBook, type TaxRate } from '#lib/pricing/price.ts';
import { claimAndRead } from '#lib/requests/claim-request.ts';
import { getSetting } from '#lib/settings/get-setting.ts';
import { chooseRate, ratesFor } from '#lib/tax/rate-for.ts';
import { inputsOfCart, readCart, type CartNode } from './cart.ts';

/** Whoever orders in a quote's last minute still has this long to pay: capacity is held beyond the quote. */
export const payMinutes = 30;
const mostNodes = 20;
const amount = z.coerce.number().int().min(1).max(1_000_000);

export const createQuoteInput = z
  .object({
    requestId: z.uuid(),
    appName,
    /** What the app is for; compliance rules may ask. */
    category: z.string().trim().min(1).max(60).default('general'),
    nodes: z
      .array(z.object({ offeringId: z.uuid(), tps: amount, storageGb: amount, bandwidthMbps: amount }))
      .min(1)
      .max(mostNodes),
    term: z.object({
      unit: z.enum(['month', 'year']),
      count: z.coerce.number().int().min(1).max(36),
    }),
  })
  .brand<'CreateQuote'>();
export type CreateQuote = z.output<typeof createQuoteInput>;

/**
 * Freezes an offer: lines by the price book in force, the tax line, a copy of who buys, the compliance verdict; and asks
 * every city node to hold the capacity. A verdict that refuses gives a quote that says so and can never be ordered.
 * `invalid` without a billing profile or for what is not for sale; `conflict` for a name in use. A repeat gives the first.
 */
export async function createQuote(
  actor: Actor,
  input: CreateQuote,
  conn: Conn = db(),
): Promise<{ quoteId: string }> {
  demand(actor, 'order.place');
  return conn.transaction(async (tx) => {
    const wanted = { verb: 'quote.create', requestId: input.requestId, subjectId: newId() };
    const claim = await claimAndRead(tx, actor, wanted, () => readMarket(tx, actor, input));
    const quoteId = claim.subjectId;
    if (!claim.first) return { quoteId };
    const { profile, nodes, book, rules, rates, minutes } = claim.found;
    const tax = chooseRate(rates, { country: profile.country, kind: profile.buyerKind });
    const made = price(book, { lines: nodes, term: input.term }, tax);
    const inputs = inputsOfCart(nodes, {
      buyerCountry: profile.country,
      portalCountry: portalEnv().PORTAL_COUNTRY,
      category: input.category,
    });
    const verdict = verdictBy(rules, inputs);
    const quote = { quoteId, input, profile, nodes, book, tax, made, inputs, verdict, minutes };
    await writeQuote(tx, actor, quote);
    return { quoteId };
  });
}

/** Who buys, what is for sale and by which rules, all as it stands now. */
async function readMarket(tx: Conn, actor: Actor, input: CreateQuote) {
  const [profile, nodes, , book, rules, rates, minutes] = await together(
    () => getBillingProfile(actor, tx),
    () => readCart(tx, input.nodes),
    () => refuseUsedName(tx, actor, input.appName),
    () => currentPriceBook(tx),
    () => currentRules(tx),
    () => ratesFor(tx, actor.orgId),
    () => getSetting('quoteMinutes', tx),
  );
  if (!profile) throw new AppError('invalid', 'buy.profileMissing', {}, { field: 'profile' });
  return { profile, nodes, book, rules, rates, minutes };
}

/** Said now rather than at the order: the name of an app that lives is taken. */
async function refuseUsedName(tx: Conn, actor: Actor, name: string): Promise<void> {
  const [taken] = await tx
    .select({ id: apps.id })
    .from(apps)
    .where(
      and(eq(apps.orgId, actor.orgId), eq(apps.name, name), notInArray(apps.state, ['retired', 'failed'])),
    )
    .limit(1);
  if (taken) throw new AppError('conflict', 'apps.nameTaken', { name }, { field: 'appName' });
}

type NewQuote = {
  quoteId: string;
  input: CreateQuote;
  profile: BillingProfile;
  nodes: CartNode[];
  book: PriceBook;
  tax: TaxRate;
  made: Price;
  inputs: ComplianceInputs;
  verdict: Verdict;
  /** How long the offer stands. */
  minutes: number;
};

const inMinutes = (minutes: number) => sql`portal_now() + make_interval(mins => ${minutes}::int)`;

/** The verdict before the quote that names it, the quote before its lines. */
async function writeQuote(tx: Conn, actor: Actor, quote: NewQuote): Promise<void> {
  const { quoteId, input, made, inputs, verdict } = quote;
  await together(
    () => keepVerdict(tx, 'quote', { kind: 'quote', id: quoteId, orgId: actor.orgId }, inputs, verdict),
    () => insertQuote(tx, actor, quote),
    () => insertLines(tx, quote),
    () =>
      recordAudit(tx, actor, {
        action: 'quote.create',
        subjectKind: 'quote',
        subjectId: quoteId,
        after: { appName: input.appName, total: made.total.toString(), allowed: verdict.allowed },
      }),
    ...(verdict.allowed
      ? [() => insertReservations(tx, quote), () => enqueue(tx, 'holdCapacity', { quoteId })]
      : []),
  );
}

async function insertQuote(tx: Conn, actor: Actor, quote: NewQuote): Promise<void> {
  const { quoteId, input, profile, nodes, book, tax, made, verdict, minutes } = quote;
  await tx.insert(quotes).values({
    id: quoteId,
    orgId: actor.orgId,
    number: `Q-${newCode(8)}`,
    appName: input.appName,
    category: input.category,
    frameworkId: nodes[0]?.frameworkId ?? '',
    termUnit: input.term.unit,
    termCount: input.term.count,
    currency: made.currency,
    priceBookId: book.id,
    priceBookVersion: book.version,
    net: made.net,
    tax: made.tax,
    total: made.total,
    taxName: tax.name,
    taxBasisPoints: tax.basisPoints,
    buyer: profile,
    buyerCountry: profile.country,
    verdictId: verdict.id,
    createdBy: actor.id,
    expiresAt: inMinutes(minutes),
    holdState: verdict.allowed ? 'asking' : 'refused',
  });
}

async function insertLines(tx: Conn, { quoteId, nodes, made }: NewQuote): Promise<void> {
  const namesOf = new Map(nodes.map((node) => [node.offeringId, node.names]));
  await tx.insert(quoteLines).values(
    made.lines.map((line) => ({
      id: newId(),
      quoteId,
      ...line,
      detail: { ...namesOf.get(line.offeringId), ...line.detail },
    })),
  );
}

async function insertReservations(tx: Conn, { quoteId, nodes, minutes }: NewQuote): Promise<void> {
  await tx.insert(reservations).values(
    nodes.map(({ cityNodeId, offeringId, tps, storageGb, bandwidthMbps }) => ({
      id: newId(),
      quoteId,
      cityNodeId,
      offeringId,
      tps,
      storageGb,
      bandwidthMbps,
      expiresAt: inMinutes(minutes + payMinutes),
    })),
  );
}
