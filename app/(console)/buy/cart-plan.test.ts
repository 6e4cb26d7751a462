import { expect, it } from 'vitest';
import { defaultPrices } from '#lib/pricing/default-prices.ts';
import { priceBookOf } from '#lib/pricing/price-book.ts';
import { planFields, priceOf, readCartPlan, stepHref, type BuyNode, type BuyOffer } from './cart-plan.ts';

const offers: BuyOffer[] = [
  { key: 'ethereum.permissioned', frameworkId: 'ethereum', kind: 'permissioned' },
  { key: 'ethereum.public', frameworkId: 'ethereum', kind: 'public' },
];
const node = (slug: string, has: readonly string[]): BuyNode => ({
  id: `id-${slug}`,
  slug,
  name: slug,
  free: { tps: 100, storage: 100, bandwidth: 100 },
  offers: Object.fromEntries(has.map((key) => [key, `${slug}/${key}`])),
});
const nodes = [
  node('hangzhou', ['ethereum.permissioned']),
  node('singapore', ['ethereum.permissioned', 'ethereum.public']),
];
const read = (query: string) => {
  const params = new URLSearchParams(query);
  return readCartPlan(
    Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)])),
    nodes,
    offers,
  );
};

it('takes what the storefront sends, and one node with amounts of its own', () => {
  const plan = read(
    'offer=ethereum.permissioned&node=hangzhou&node=singapore&tps=12&storage=30&tps.singapore=50&term=month',
  );
  expect(plan).toMatchObject({
    term: 'month',
    count: 1,
    nodes: [
      { slug: 'hangzhou', tps: 12, storage: 30, bandwidth: 5 },
      { slug: 'singapore', tps: 50, storage: 30, bandwidth: 5 },
    ],
  });
});

it('survives the way through the URL unchanged', () => {
  const plan = read('offer=ethereum.permissioned&node=singapore&tps.singapore=7&count=3&name=notary%20one');
  expect(read(stepHref(plan, 'check').slice('/buy?'.length))).toEqual(plan);
  expect(planFields(plan, ['tps', 'node']).map(([name]) => name)).not.toContain('tps.singapore');
});

it('leaves out nodes that do not have the framework, and what makes no sense', () => {
  const plan = read('offer=ethereum.public&node=hangzhou&node=singapore&node=atlantis&tps=-4&count=1e9');
  expect(plan.nodes).toEqual([{ slug: 'singapore', tps: 10, storage: 20, bandwidth: 5 }]);
  expect(plan.count).toBe(36);
});

it('prices by the book, and nothing before a city node is chosen', () => {
  const book = priceBookOf({ id: 'b', version: 1, currency: 'CNY', prices: defaultPrices });
  const tax = { name: 'VAT', basisPoints: 600 };
  expect(priceOf(read('offer=ethereum.permissioned'), nodes, offers, book, tax)).toBeNull();
  expect(priceOf(read('offer=ethereum.permissioned&node=hangzhou'), nodes, offers, book, tax)?.total).toBe(
    251856n,
  );
});
