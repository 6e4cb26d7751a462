import {
  entryFor,
  price,
  type OfferKind,
  type Price,
  type PriceBook,
  type TaxRate,
  type TermUnit,
} from '#lib/pricing/price.ts';

export const resources = ['tps', 'storage', 'bandwidth'] as const;
export type ResourceName = (typeof resources)[number];
export type Amounts = Record<ResourceName, number>;
/** What most people start with, and the most that a form takes. */
export const usual: Amounts = { tps: 10, storage: 20, bandwidth: 5 };
export const most: Amounts = { tps: 10_000, storage: 100_000, bandwidth: 10_000 };
export const mostCount = 36;

/** A city node as the flow needs it; `offers` has the offering of each framework and kind (`ethereum.permissioned`). */
export type BuyNode = {
  id: string;
  slug: string;
  name: string;
  free: Amounts;
  offers: Readonly<Record<string, string>>;
};
export type BuyOffer = { key: string; frameworkId: string; kind: OfferKind };

export type PlannedNode = { slug: string } & Amounts;
/** Everything that was decided so far. It lives in the URL, so going back loses nothing. */
export type CartPlan = {
  offer: string;
  nodes: PlannedNode[];
  term: TermUnit;
  count: number;
  name: string;
};

export type Typed = Readonly<Record<string, string | string[] | undefined>>;

/** The plan that a URL or a form asks for: `node` repeats, `tps` is for all nodes and `tps.<slug>` for one. */
export function readCartPlan(typed: Typed, nodes: readonly BuyNode[], offers: readonly BuyOffer[]): CartPlan {
  const one = (name: string) => (Array.isArray(typed[name]) ? typed[name][0] : typed[name]) ?? '';
  const offer =
    offers.find(({ key }) => key === one('offer'))?.key ??
    (offers.length === 1 ? (offers[0]?.key ?? '') : '');
  const asked = [typed.node ?? []].flat();
  const amountOf = (name: ResourceName, slug: string) =>
    whole(one(`${name}.${slug}`), most[name]) ?? whole(one(name), most[name]) ?? usual[name];
  return {
    offer,
    nodes: nodes
      .filter(({ slug, offers: has }) => asked.includes(slug) && has[offer])
      .map(({ slug }) => ({
        slug,
        tps: amountOf('tps', slug),
        storage: amountOf('storage', slug),
        bandwidth: amountOf('bandwidth', slug),
      })),
    term: one('term') === 'month' ? 'month' : 'year',
    count: whole(one('count'), mostCount) ?? 1,
    name: one('name').slice(0, 60),
  };
}

/** The plan as fields of a URL or of hidden inputs, without those that the form at hand asks for. */
export function planFields(plan: CartPlan, without: readonly string[] = []): [string, string][] {
  const fields: [string, string][] = [
    ['offer', plan.offer],
    ...plan.nodes.flatMap((node): [string, string][] => [
      ['node', node.slug],
      ...resources.map((name): [string, string] => [`${name}.${node.slug}`, String(node[name])]),
    ]),
    ['term', plan.term],
    ['count', String(plan.count)],
    ['name', plan.name],
  ];
  return fields.filter(([name, value]) => value !== '' && !without.includes(name.split('.')[0] ?? ''));
}

export const stepHref = (plan: CartPlan, step: string): string =>
  `/buy?${new URLSearchParams([...planFields(plan), ['step', step]]).toString()}`;

/** What the plan costs by the book in force; null while there is nothing to price, or the book does not sell it. */
export function priceOf(
  plan: CartPlan,
  nodes: readonly BuyNode[],
  offers: readonly BuyOffer[],
  book: PriceBook,
  tax: TaxRate,
): Price | null {
  const offer = offers.find(({ key }) => key === plan.offer);
  if (!offer || plan.nodes.length === 0) return null;
  const lines = plan.nodes.flatMap((planned) => {
    const node = nodes.find(({ slug }) => slug === planned.slug);
    return node
      ? {
          offeringId: node.offers[plan.offer] ?? '',
          frameworkId: offer.frameworkId,
          kind: offer.kind,
          cityNodeId: node.id,
          tps: planned.tps,
          storageGb: planned.storage,
          bandwidthMbps: planned.bandwidth,
        }
      : [];
  });
  if (lines.some((line) => !entryFor(book, line))) return null;
  return price(book, { lines, term: { unit: plan.term, count: plan.count } }, tax);
}

/** Of what is asked of a node, the first thing it has too little of. */
export function shortOf(
  planned: PlannedNode,
  node: BuyNode,
): { resource: ResourceName; free: number } | null {
  const resource = resources.find((name) => node.free[name] < planned[name]);
  return resource ? { resource, free: node.free[resource] } : null;
}

/** A whole number from 1 to `limit`; null for anything else. */
function whole(text: string, limit: number): number | null {
  const value = Number(text);
  return text !== '' && Number.isInteger(value) && value >= 1 ? Math.min(value, limit) : null;
}
