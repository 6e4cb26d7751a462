import type { Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { orderLines, orders, payments, quoteLines, quotes } from '#db/schema/orders.ts';
import { newCode, newId } from '#lib/ids/new-id.ts';
import { divideHalfUp } from '#lib/money/money.ts';
import type { Market } from './demo-market.ts';

export type PlacedOrder = {
  orgId: string;
  orderId: string;
  paymentId: string;
  total: bigint;
  tax: bigint;
  net: bigint;
};

const resources = ['base', 'tps', 'storage', 'bandwidth'] as const;

/** A buyer, whose name and address must never turn up in an export. */
export async function buyerOrganisation(conn: Conn): Promise<string> {
  const orgId = newId();
  await conn.insert(organisations).values({ id: orgId, name: `Secret Buyer ${orgId}` });
  return orgId;
}

/** An order with one line a net, over the market's places in turn, and a payment; nothing is booked. */
export async function placeTestOrder(
  conn: Conn,
  market: Market,
  nets: readonly bigint[],
  fields: { orgId?: string; taxBasisPoints?: number; paidAt?: Date } = {},
): Promise<PlacedOrder> {
  const { taxBasisPoints = 900, paidAt = new Date() } = fields;
  const orgId = fields.orgId ?? (await buyerOrganisation(conn));
  const net = nets.reduce((sum, each) => sum + each, 0n);
  const tax = divideHalfUp(net * BigInt(taxBasisPoints), 10_000n);
  const [quoteId, orderId, paymentId] = [newId(), newId(), newId()];
  const amounts = { currency: 'CNY', net, tax, total: net + tax };
  const lines = nets.map((lineNet, place) => {
    const sold = market.places[place % market.places.length];
    if (!sold) throw new Error('the market has no places');
    return {
      ...sold,
      id: newId(),
      position: place + 1,
      resource: resources[place % 4] ?? 'tps',
      quantity: 10,
      net: lineNet,
      detail: {},
    };
  });
  await conn.insert(quotes).values({
    id: quoteId,
    orgId,
    number: newCode(12),
    appName: 'secret-app',
    frameworkId: market.places[0]?.frameworkId ?? '',
    termUnit: 'year',
    termCount: 1,
    priceBookId: market.priceBookId,
    priceBookVersion: 1,
    ...amounts,
    taxName: 'GST',
    taxBasisPoints,
    buyer: {
      legalName: 'Secret Buyer Ltd',
      country: 'SG',
      taxId: 'SECRET-TAX-1',
      address: { lines: ['1 Secret Road'], city: 'Singapore', region: '', postalCode: '018956' },
    },
    buyerCountry: 'SG',
    verdictId: newId(),
    createdBy: 'test',
    expiresAt: paidAt,
  });
  await conn.insert(quoteLines).values(lines.map((line) => ({ ...line, id: newId(), quoteId })));
  await conn.insert(orders).values({
    id: orderId,
    orgId,
    number: newCode(12),
    quoteId,
    appId: newId(),
    appName: 'secret-app',
    state: 'paid',
    ...amounts,
    placedBy: 'test',
    paidAt,
  });
  await conn.insert(orderLines).values(lines.map((line) => ({ ...line, orderId })));
  await conn.insert(payments).values({
    id: paymentId,
    orgId,
    purpose: 'order',
    orderId,
    provider: 'simulated',
    currency: 'CNY',
    amount: net + tax,
    state: 'succeeded',
    createdBy: 'test',
    succeededAt: paidAt,
  });
  return { orgId, orderId, paymentId, net, tax, total: net + tax };
}
