import { portalEnv } from '#lib/env/portal-env.ts';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { price, type Price, type PriceBook, type TaxRate } from '#lib/pricing/price.ts';
import { weekBefore, weekBounds, weekOf, type Week } from '#lib/settlement/weeks.ts';
import { demoId } from '../demo-id.ts';
import type { Customer } from './customers.ts';
import type { Place, Places } from './places.ts';
import { seededRandom, type Random } from './random.ts';

export type PastOrder = {
  key: string;
  orgId: string;
  userId: string;
  profile: BillingProfile;
  appName: string;
  nodes: (Place & { tps: number; storageGb: number; bandwidthMbps: number })[];
  term: { unit: 'month' | 'year'; count: number };
  tax: TaxRate;
  price: Price;
  method: 'simulated' | 'remittance' | 'wallet';
  codes: { quote: string; order: string; remittance: string };
  orderedAt: Date;
  paidAt: Date;
  deliveredAt: Date;
  retiredAt: Date;
  refund: { at: Date; reason: string; destination: 'source' | 'wallet' } | null;
};

export const pastWeeks = 8;
const minute = 60_000;
const day = 1440 * minute;

const taxOf: Record<string, TaxRate> = {
  SG: { name: 'GST', basisPoints: 900 },
  CN: { name: 'VAT', basisPoints: 600 },
};
const noTax: TaxRate = { name: '', basisPoints: 0 };

const subjects = [
  'bill-of-lading',
  'warehouse-receipts',
  'land-titles',
  'diploma-check',
  'cold-chain',
  'carbon-credits',
  'art-provenance',
  'e-invoice-trail',
  'customs-record',
  'grain-origin',
] as const;

const reasons = [
  'Ordered twice by mistake',
  'The customer chose another city',
  'The test ended earlier than planned',
] as const;

/** The weeks of the past, oldest first, and the one that runs. */
export function weeksUntil(now: Date): Week[] {
  const zone = portalEnv().PORTAL_ZONE;
  const weeks = [weekOf(now, zone)];
  for (let count = 0; count < pastWeeks; count += 1) {
    const [oldest] = weeks;
    if (oldest) weeks.unshift(weekBefore(oldest));
  }
  return weeks;
}

/** Five orders in each week that is over and a few in the one that runs: the same for the same day, wherever it is laid. */
export function planOrders(
  now: Date,
  book: PriceBook,
  places: Places,
  customers: readonly [Customer, ...Customer[]],
): PastOrder[] {
  const random = seededRandom(20_261_125);
  const zone = portalEnv().PORTAL_ZONE;
  const weeks = weeksUntil(now);
  const planned = weeks.flatMap((week, age) => {
    const { startsAt, endsAt } = weekBounds(week, zone);
    const last = Math.min(endsAt.getTime(), now.getTime() - 30 * minute);
    const count = age === weeks.length - 1 ? 3 : 5;
    return Array.from({ length: count }, (_, place) => {
      const share = (place + random.next()) / count;
      const orderedAt = new Date(startsAt.getTime() + share * (endsAt.getTime() - startsAt.getTime() - day));
      return planOrder({ key: `${age}.${place}`, age, orderedAt, random, book, places, customers });
    })
      .filter((order) => order.deliveredAt.getTime() < last)
      .map((order) => ({ ...order, retiredAt: earlier(order.retiredAt, new Date(now.getTime() - minute)) }));
  });
  return withRefunds(planned, now);
}

type Draft = {
  key: string;
  age: number;
  orderedAt: Date;
  random: Random;
  book: PriceBook;
  places: Places;
  customers: readonly [Customer, ...Customer[]];
};

function planOrder({ key, age, orderedAt, random, book, places, customers }: Draft): PastOrder {
  const customer = random.pick(customers);
  const term = random.pick([
    { unit: 'year', count: 1 },
    { unit: 'month', count: 1 },
    { unit: 'month', count: 3 },
  ] as const);
  const tax = taxOf[customer.profile.country] ?? noTax;
  const nodes = whereTo(age, random, places).map((place) => ({
    ...place,
    tps: random.pick([5, 10, 20, 60]),
    storageGb: random.pick([10, 20, 50]),
    bandwidthMbps: random.pick([2, 5, 10]),
  }));
  const method = random.pick(['simulated', 'simulated', 'simulated', 'remittance', 'wallet']);
  const wait = { simulated: 4 * minute, wallet: minute, remittance: 20 * 60 * minute }[method];
  const paidAt = new Date(orderedAt.getTime() + wait);
  const deliveredAt = new Date(paidAt.getTime() + random.whole(20, 90) * 1000);
  const lived = random.whole(1, 6) * 60 * minute;
  return {
    key,
    orgId: customer.orgId,
    userId: customer.userId,
    profile: customer.profile,
    appName: `${random.pick(subjects)}-${random.code(3).toLowerCase()}`,
    nodes,
    term,
    tax,
    price: price(book, { lines: nodes.map((node) => ({ ...node, kind: 'permissioned' })), term }, tax),
    method,
    codes: { quote: random.code(8), order: random.code(8), remittance: random.code(8) },
    orderedAt,
    paidAt,
    deliveredAt,
    retiredAt: new Date(deliveredAt.getTime() + lived),
    refund: null,
  };
}

/** Frankfurt sold Fabric in its first five weeks; the two that still run sell Ethereum, together or alone. */
function whereTo(age: number, random: Random, { hangzhou, singapore, frankfurt }: Places): readonly Place[] {
  if (age < 5 && random.next() < 0.3) return [frankfurt];
  return random.pick([[hangzhou], [singapore], [hangzhou, singapore]]);
}

/** Every eleventh order was given back: the first in its own week, later ones a fortnight on. */
function withRefunds(orders: readonly PastOrder[], now: Date): PastOrder[] {
  return orders.map((order, place) => {
    if (place % 11 !== 3) return order;
    const at = new Date(order.deliveredAt.getTime() + (place === 3 ? 3 * 60 * minute : 12 * day));
    if (at >= now) return order;
    const destination = order.method === 'simulated' ? ('source' as const) : ('wallet' as const);
    return {
      ...order,
      retiredAt: at,
      refund: { at, reason: reasons[place % reasons.length] ?? reasons[0], destination },
    };
  });
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

export const idOf = (kind: string, order: Pick<PastOrder, 'key'>): string =>
  demoId(`past:${kind}:${order.key}`);
