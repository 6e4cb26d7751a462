import { and, eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { orders, quoteLines, quotes, reservations } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { holdDetail, type HoldRefusal } from '#lib/capacity/hold-detail.ts';
import type { Money } from '#lib/money/money.ts';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import type { Resource } from '#lib/pricing/price.ts';
import { whatElseWouldDo, type Alternative } from './alternatives.ts';

export type QuoteState = 'asking' | 'held' | 'holdRefused' | 'notAllowed' | 'expired' | 'ordered';
export type QuoteLineView = {
  position: number;
  cityNodeId: string;
  slug: string;
  city: Record<string, string>;
  resource: Resource;
  quantity: number;
  net: Money;
  detail: Record<string, string>;
};
export type QuoteHold = {
  cityNodeId: string;
  offeringId: string;
  city: Record<string, string>;
  tps: number;
  storageGb: number;
  bandwidthMbps: number;
  state: (typeof reservations.$inferSelect)['state'];
};
export type QuoteView = {
  id: string;
  number: string;
  state: QuoteState;
  appName: string;
  frameworkId: string;
  term: { unit: 'month' | 'year'; count: number };
  priceBookVersion: number;
  lines: QuoteLineView[];
  net: Money;
  tax: Money;
  taxName: string;
  taxBasisPoints: number;
  total: Money;
  buyer: BillingProfile;
  verdict: {
    allowed: boolean;
    ruleId: string | null;
    messageId: string | null;
    ruleSetVersion: number;
  };
  holds: QuoteHold[];
  createdAt: Date;
  expiresAt: Date;
  /** Where the portal's clock stands: what is left is counted from here. */
  now: Date;
  orderId: string | null;
  /** City nodes that could not hold it: which, why, and which others could. */
  refusals: HoldRefusal[];
  /** Only when a rule refused: what else this buyer could take. */
  alternatives: Alternative[];
};

/** A quote of the actor's organisation, with the state it is in now. */
export async function getQuote(actor: Actor, quoteId: string, conn: Conn = db()): Promise<QuoteView> {
  demand(actor, 'order.read');
  const [row] = await conn
    .select({
      quote: quotes,
      now: sql<string>`portal_now()`,
      allowed: complianceVerdicts.allowed,
      ruleId: complianceVerdicts.ruleId,
      messageId: complianceVerdicts.messageId,
      ruleSetVersion: complianceVerdicts.ruleSetVersion,
      orderId: orders.id,
    })
    .from(quotes)
    .innerJoin(complianceVerdicts, eq(complianceVerdicts.id, quotes.verdictId))
    .leftJoin(orders, eq(orders.quoteId, quotes.id))
    .where(and(eq(quotes.id, quoteId), eq(quotes.orgId, actor.orgId)));
  if (!row) throw new AppError('notFound', 'errors.notFound');
  const { quote } = row;
  const [lines, holds] = await Promise.all([linesOf(conn, quoteId), holdsOf(conn, quoteId)]);
  const now = new Date(row.now);
  const state = stateOf(quote, { allowed: row.allowed === 'yes', ordered: row.orderId !== null, now });
  const refusals = holdDetail.safeParse(quote.holdDetail);
  const { currency } = quote;
  return {
    id: quote.id,
    number: quote.number,
    state,
    appName: quote.appName,
    frameworkId: quote.frameworkId,
    term: { unit: quote.termUnit, count: quote.termCount },
    priceBookVersion: quote.priceBookVersion,
    lines: lines.map(({ net, ...line }) => ({ ...line, net: { minor: net, currency } })),
    net: { minor: quote.net, currency },
    tax: { minor: quote.tax, currency },
    taxName: quote.taxName,
    taxBasisPoints: quote.taxBasisPoints,
    total: { minor: quote.total, currency },
    buyer: quote.buyer as BillingProfile, // a copy of the profile, written by createQuote
    verdict: {
      allowed: row.allowed === 'yes',
      ruleId: row.ruleId,
      messageId: row.messageId,
      ruleSetVersion: row.ruleSetVersion,
    },
    holds,
    createdAt: quote.createdAt,
    expiresAt: quote.expiresAt,
    now,
    orderId: row.orderId,
    refusals: refusals.success ? refusals.data.nodes : [],
    alternatives: state === 'notAllowed' ? await whatElseWouldDo(conn, quote.id) : [],
  };
}

/** What a quote is now: pure, so that page, REST and order agree. */
export function stateOf(
  quote: Pick<typeof quotes.$inferSelect, 'holdState' | 'expiresAt'>,
  { allowed, ordered, now }: { allowed: boolean; ordered: boolean; now: Date },
): QuoteState {
  if (ordered) return 'ordered';
  if (!allowed) return 'notAllowed';
  if (quote.holdState === 'refused') return 'holdRefused';
  if (quote.expiresAt <= now || quote.holdState === 'released' || quote.holdState === 'used')
    return 'expired';
  return quote.holdState;
}

function linesOf(conn: Conn, quoteId: string) {
  return conn
    .select({
      position: quoteLines.position,
      cityNodeId: quoteLines.cityNodeId,
      slug: cityNodes.slug,
      city: cityNodes.city,
      resource: quoteLines.resource,
      quantity: quoteLines.quantity,
      net: quoteLines.net,
      detail: quoteLines.detail,
    })
    .from(quoteLines)
    .innerJoin(cityNodes, eq(cityNodes.id, quoteLines.cityNodeId))
    .where(eq(quoteLines.quoteId, quoteId))
    .orderBy(quoteLines.position);
}

function holdsOf(conn: Conn, quoteId: string): Promise<QuoteHold[]> {
  return conn
    .select({
      cityNodeId: reservations.cityNodeId,
      offeringId: reservations.offeringId,
      city: cityNodes.city,
      tps: reservations.tps,
      storageGb: reservations.storageGb,
      bandwidthMbps: reservations.bandwidthMbps,
      state: reservations.state,
    })
    .from(reservations)
    .innerJoin(cityNodes, eq(cityNodes.id, reservations.cityNodeId))
    .where(eq(reservations.quoteId, quoteId))
    .orderBy(cityNodes.slug);
}
