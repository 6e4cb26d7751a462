import { and, asc, eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apps } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { invoices, orderLines, orders, payments, quotes, refunds } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { Money } from '#lib/money/money.ts';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import type { Resource } from '#lib/pricing/price.ts';
import type { OrderReason } from './order-state.ts';
import type { orderStates } from './search-orders.ts';

export type OrderState = (typeof orderStates)[number];
export type OrderPayment = {
  id: string;
  purpose: 'order' | 'topUp';
  provider: 'stripe' | 'simulated' | 'remittance' | 'wallet';
  state: (typeof payments.$inferSelect)['state'];
  amount: Money;
  payUrl: string | null;
  identificationCode: string | null;
  failure: string;
  createdAt: Date;
  succeededAt: Date | null;
};
export type OrderRefund = {
  id: string;
  state: (typeof refunds.$inferSelect)['state'];
  destination: 'source' | 'wallet';
  amount: Money;
  reason: string;
  failure: string;
  createdAt: Date;
  succeededAt: Date | null;
};
export type OrderView = {
  id: string;
  number: string;
  state: OrderState;
  reason: OrderReason | null;
  quote: { id: string; number: string; priceBookVersion: number };
  app: { id: string; name: string; state: string };
  term: { unit: 'month' | 'year'; count: number };
  lines: {
    position: number;
    cityNodeId: string;
    slug: string;
    city: Record<string, string>;
    resource: Resource;
    quantity: number;
    net: Money;
    detail: Record<string, string>;
  }[];
  net: Money;
  tax: Money;
  taxName: string;
  taxBasisPoints: number;
  total: Money;
  buyer: BillingProfile;
  payments: OrderPayment[];
  refunds: OrderRefund[];
  invoices: { id: string; kind: 'invoice' | 'creditNote'; number: string; issuedAt: Date }[];
  createdAt: Date;
  payUntil: Date;
  paidAt: Date | null;
  deliveredAt: Date | null;
  closedAt: Date | null;
  now: Date;
};

/** An order of the actor's organisation with all that happened to it: attempts to pay, refunds, invoice, app. */
export async function readOrder(actor: Actor, orderId: string, conn: Conn = db()): Promise<OrderView> {
  demand(actor, 'order.read');
  const [row] = await conn
    .select({
      order: orders,
      quoteNumber: quotes.number,
      priceBookVersion: quotes.priceBookVersion,
      termUnit: quotes.termUnit,
      termCount: quotes.termCount,
      taxName: quotes.taxName,
      taxBasisPoints: quotes.taxBasisPoints,
      buyer: quotes.buyer,
      appState: apps.state,
      now: sql<string>`portal_now()`,
    })
    .from(orders)
    .innerJoin(quotes, eq(quotes.id, orders.quoteId))
    .leftJoin(apps, eq(apps.id, orders.appId))
    .where(and(eq(orders.id, orderId), eq(orders.orgId, actor.orgId)));
  if (!row) throw new AppError('notFound', 'errors.notFound');
  const { order } = row;
  const { currency } = order;
  const amount = (minor: bigint): Money => ({ minor, currency });
  const [lines, paid, refunded, issued] = await Promise.all([
    linesOf(conn, orderId),
    conn.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.createdAt)),
    conn.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.createdAt)),
    conn
      .select({ id: invoices.id, kind: invoices.kind, number: invoices.number, issuedAt: invoices.issuedAt })
      .from(invoices)
      .where(eq(invoices.orderId, orderId))
      .orderBy(asc(invoices.issuedAt)),
  ]);
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    reason: order.reason as OrderReason | null, // written by markDeliveryFailed
    quote: { id: order.quoteId, number: row.quoteNumber, priceBookVersion: row.priceBookVersion },
    app: { id: order.appId, name: order.appName, state: row.appState ?? 'pending' },
    term: { unit: row.termUnit, count: row.termCount },
    lines: lines.map(({ net, ...line }) => ({ ...line, net: amount(net) })),
    net: amount(order.net),
    tax: amount(order.tax),
    taxName: row.taxName,
    taxBasisPoints: row.taxBasisPoints,
    total: amount(order.total),
    buyer: row.buyer as BillingProfile, // a copy of the profile, written by createQuote
    payments: paid.map((each) => ({
      id: each.id,
      purpose: each.purpose,
      provider: each.provider,
      state: each.state,
      amount: { minor: each.amount, currency: each.currency },
      payUrl: each.payUrl,
      identificationCode: each.identificationCode,
      failure: each.failure,
      createdAt: each.createdAt,
      succeededAt: each.succeededAt,
    })),
    refunds: refunded.map((each) => ({
      id: each.id,
      state: each.state,
      destination: each.destination,
      amount: { minor: each.amount, currency: each.currency },
      reason: each.reason,
      failure: each.failure,
      createdAt: each.createdAt,
      succeededAt: each.succeededAt,
    })),
    invoices: issued,
    createdAt: order.createdAt,
    payUntil: order.payUntil,
    paidAt: order.paidAt,
    deliveredAt: order.deliveredAt,
    closedAt: order.closedAt,
    now: new Date(row.now),
  };
}

function linesOf(conn: Conn, orderId: string) {
  return conn
    .select({
      position: orderLines.position,
      cityNodeId: orderLines.cityNodeId,
      slug: cityNodes.slug,
      city: cityNodes.city,
      resource: orderLines.resource,
      quantity: orderLines.quantity,
      net: orderLines.net,
      detail: orderLines.detail,
    })
    .from(orderLines)
    .innerJoin(cityNodes, eq(cityNodes.id, orderLines.cityNodeId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(orderLines.position);
}
