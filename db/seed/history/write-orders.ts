import type { Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import {
  orderLines,
  orders,
  payments,
  quoteLines,
  quotes,
  refunds,
  reservations,
  subscriptions,
} from '#db/schema/orders.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { newId } from '#lib/ids/new-id.ts';
import type { PriceBook } from '#lib/pricing/price.ts';
import { demoUser } from '../people.ts';
import { checkoutRef, layCheckouts, refundRef } from './checkouts.ts';
import { idOf, type PastOrder } from './plan.ts';

/** Everything about past orders but the money: quotes, orders, apps that have been retired since, payments, refunds. */
export async function writeOrders(conn: Conn, past: readonly PastOrder[], book: PriceBook): Promise<void> {
  await conn.insert(complianceVerdicts).values(past.map(verdictOf));
  await conn.insert(quotes).values(past.map((order) => quoteOf(order, book)));
  await conn
    .insert(quoteLines)
    .values(
      past.flatMap((order) => linesOf(order).map((line) => ({ ...line, quoteId: idOf('quote', order) }))),
    );
  await conn.insert(reservations).values(past.flatMap(reservationsOf));
  await conn.insert(apps).values(past.map(appOf));
  await conn.insert(appNodes).values(past.flatMap(appNodesOf));
  await conn.insert(orders).values(past.map(orderOf));
  await conn
    .insert(orderLines)
    .values(
      past.flatMap((order) =>
        linesOf(order).map((line) => ({ ...line, id: newId(), orderId: idOf('order', order) })),
      ),
    );
  await conn.insert(payments).values(past.map(paymentOf));
  await layCheckouts(conn, past);
  await conn.insert(subscriptions).values(
    past.map((order) => ({
      id: idOf('subscription', order),
      orgId: order.orgId,
      orderId: idOf('order', order),
      appId: idOf('app', order),
      state: order.refund ? ('refunded' as const) : ('ended' as const),
      startsAt: order.deliveredAt,
      endsAt: order.retiredAt,
      createdAt: order.deliveredAt,
    })),
  );
  const refunded = past.flatMap(refundOf);
  if (refunded.length > 0) await conn.insert(refunds).values(refunded);
}

const amountsOf = ({ price: { currency, net, tax, total } }: PastOrder) => ({ currency, net, tax, total });

function verdictOf(order: PastOrder): typeof complianceVerdicts.$inferInsert {
  return {
    id: idOf('verdict', order),
    stage: 'quote',
    subjectKind: 'quote',
    subjectId: idOf('quote', order),
    orgId: order.orgId,
    ruleSetVersion: 1,
    inputs: {
      buyerCountry: order.profile.country,
      portalCountry: portalEnv().PORTAL_COUNTRY,
      category: 'general',
      nodes: order.nodes.map(({ cityNodeId, country }) => ({ cityNodeId, country, kind: 'permissioned' })),
    },
    allowed: 'yes',
    at: order.orderedAt,
  };
}

function quoteOf(order: PastOrder, book: PriceBook): typeof quotes.$inferInsert {
  return {
    id: idOf('quote', order),
    orgId: order.orgId,
    number: `Q-${order.codes.quote}`,
    appName: order.appName,
    frameworkId: order.nodes[0]?.frameworkId ?? '',
    termUnit: order.term.unit,
    termCount: order.term.count,
    priceBookId: book.id,
    priceBookVersion: book.version,
    ...amountsOf(order),
    taxName: order.tax.name,
    taxBasisPoints: order.tax.basisPoints,
    buyer: order.profile,
    buyerCountry: order.profile.country,
    verdictId: idOf('verdict', order),
    createdBy: order.userId,
    createdAt: order.orderedAt,
    expiresAt: new Date(order.orderedAt.getTime() + 30 * 60_000),
    holdState: 'used',
  };
}

function linesOf(order: PastOrder) {
  const places = new Map(order.nodes.map((node) => [node.offeringId, node]));
  return order.price.lines.map((line) => {
    const place = places.get(line.offeringId);
    if (!place) throw new Error(`no place for line ${line.position} of past order ${order.key}`);
    const { providerId, frameworkProviderId, frameworkId, names } = place;
    return {
      id: newId(),
      ...line,
      providerId,
      frameworkProviderId,
      frameworkId,
      detail: { ...names, ...line.detail },
    };
  });
}

function reservationsOf(order: PastOrder): (typeof reservations.$inferInsert)[] {
  return order.nodes.map(({ cityNodeId, offeringId, tps, storageGb, bandwidthMbps }) => ({
    id: newId(),
    quoteId: idOf('quote', order),
    cityNodeId,
    offeringId,
    tps,
    storageGb,
    bandwidthMbps,
    state: 'used' as const,
    expiresAt: new Date(order.orderedAt.getTime() + 60 * 60_000),
  }));
}

function appOf(order: PastOrder): typeof apps.$inferInsert {
  const digits = BigInt(`0x${idOf('app', order).replaceAll('-', '')}`)
    .toString()
    .slice(0, 20);
  return {
    id: idOf('app', order),
    orgId: order.orgId,
    appCode: `app${digits.padStart(20, '0')}`,
    name: order.appName,
    frameworkId: order.nodes[0]?.frameworkId ?? '',
    access: 'deploy',
    state: 'retired',
    createdAt: order.orderedAt,
    retiredAt: order.retiredAt,
  };
}

function appNodesOf(order: PastOrder): (typeof appNodes.$inferInsert)[] {
  return order.nodes.map(({ cityNodeId, offeringId, tps, storageGb, bandwidthMbps }) => ({
    id: newId(),
    appId: idOf('app', order),
    cityNodeId,
    offeringId,
    tps,
    storageGb,
    bandwidthMbps,
    state: 'retired' as const,
    createdAt: order.orderedAt,
  }));
}

function orderOf(order: PastOrder): typeof orders.$inferInsert {
  return {
    id: idOf('order', order),
    orgId: order.orgId,
    number: `C-${order.codes.order}`,
    quoteId: idOf('quote', order),
    appId: idOf('app', order),
    appName: order.appName,
    state: order.refund ? 'refunded' : 'delivered',
    ...amountsOf(order),
    placedBy: order.userId,
    createdAt: order.orderedAt,
    payUntil: new Date(order.orderedAt.getTime() + 7 * 86_400_000),
    paidAt: order.paidAt,
    deliveredAt: order.deliveredAt,
    closedAt: order.refund?.at ?? null,
  };
}

function paymentOf(order: PastOrder): typeof payments.$inferInsert {
  return {
    id: idOf('payment', order),
    orgId: order.orgId,
    purpose: 'order',
    orderId: idOf('order', order),
    provider: order.method,
    providerRef: order.method === 'simulated' ? checkoutRef(order) : null,
    identificationCode: order.method === 'remittance' ? order.codes.remittance : null,
    currency: order.price.currency,
    amount: order.price.total,
    state: order.refund ? 'refunded' : 'succeeded',
    createdBy: order.userId,
    createdAt: order.orderedAt,
    succeededAt: order.paidAt,
    confirmedBy: order.method === 'remittance' ? demoUser('finance') : null,
  };
}

function refundOf(order: PastOrder): (typeof refunds.$inferInsert)[] {
  if (!order.refund) return [];
  return [
    {
      id: idOf('refund', order),
      orgId: order.orgId,
      orderId: idOf('order', order),
      paymentId: idOf('payment', order),
      currency: order.price.currency,
      amount: order.price.total,
      destination: order.refund.destination,
      state: 'succeeded',
      providerRef: order.refund.destination === 'source' ? refundRef(order) : null,
      reason: order.refund.reason,
      requestedBy: demoUser('finance'),
      createdAt: new Date(order.refund.at.getTime() - 60_000),
      succeededAt: order.refund.at,
    },
  ];
}
