import { describe, expect, it } from 'vitest';
import { defaultPrices } from '#lib/pricing/default-prices.ts';
import { priceBookOf } from '#lib/pricing/price-book.ts';
import { planPrice, readPlan, shortOf, type PlanNode, type PlanOffer } from './plan.ts';

const book = priceBookOf({ id: 'book', version: 1, currency: 'CNY', prices: defaultPrices });
const node = (slug: string, tps: number, offers: Record<string, string>): PlanNode => ({
  id: slug,
  slug,
  name: slug,
  x: 0,
  y: 0,
  free: { tps, storage: 100, bandwidth: 100 },
  offers,
});
const nodes = [
  node('hangzhou', 50, { 'ethereum.permissioned': 'a' }),
  node('singapore', 90, { 'ethereum.permissioned': 'b', 'ethereum.public': 'c' }),
];
const offers: PlanOffer[] = [
  { key: 'ethereum.permissioned', frameworkId: 'ethereum', kind: 'permissioned', label: 'p' },
  { key: 'ethereum.public', frameworkId: 'ethereum', kind: 'public', label: 'q' },
];

describe('the storefront plan', () => {
  it('starts with the roomiest city and the usual amounts: 2,376.00 a year', () => {
    const plan = readPlan({}, nodes, offers);
    expect(plan).toEqual({
      nodes: ['singapore'],
      offer: 'ethereum.permissioned',
      tps: 10,
      storage: 20,
      bandwidth: 5,
      term: 'year',
    });
    expect(planPrice(plan, nodes, offers, book)?.net).toBe(237_600n);
  });

  it('reads a URL, and takes nonsense for not given', () => {
    const asked = {
      node: ['hangzhou', 'atlantis'],
      tps: '-3',
      storage: '50',
      bandwidth: '1e9',
      term: 'decade',
    };
    expect(readPlan(asked, nodes, offers)).toMatchObject({
      nodes: ['hangzhou'],
      tps: 10,
      storage: 50,
      bandwidth: 10_000,
      term: 'year',
    });
  });

  it('takes a city in and out by the map’s button, scripts off', () => {
    const query = { node: ['hangzhou', 'singapore'] };
    expect(readPlan({ ...query, toggle: 'hangzhou' }, nodes, offers).nodes).toEqual(['singapore']);
    expect(readPlan({ node: 'hangzhou', toggle: 'hangzhou' }, nodes, offers).nodes).toEqual([]);
    expect(readPlan({ node: 'hangzhou', toggle: 'singapore' }, nodes, offers).nodes).toHaveLength(2);
  });

  it('keeps to cities that have the chosen offer', () => {
    const plan = readPlan({ node: ['hangzhou', 'singapore'], offer: 'ethereum.public' }, nodes, offers);
    expect(plan.nodes).toEqual(['singapore']);
    expect(planPrice(plan, nodes, offers, book)?.lines).toHaveLength(4);
  });

  it('has no price where the book sells none', () => {
    const plan = readPlan({}, nodes, offers);
    expect(planPrice(plan, nodes, offers, { ...book, entries: [] })).toBeNull();
  });

  it('says of what a city has too little', () => {
    const [hangzhou] = nodes;
    const plan = readPlan({ node: 'hangzhou', tps: '60' }, nodes, offers);
    expect(hangzhou && shortOf(plan, hangzhou)).toEqual({ amount: 'tps', free: 50 });
  });
});
