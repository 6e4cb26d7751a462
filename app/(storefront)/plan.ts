import {
  entryFor,
  price,
  type OfferKind,
  type Price,
  type PriceBook,
  type TermUnit,
} from '#lib/pricing/price.ts';

/** A city node as the calculator needs it; `offers` names the offering of each framework and kind it has. */
export type PlanNode = {
  id: string;
  slug: string;
  name: string;
  x: number;
  y: number;
  side?: 'left' | 'right';
  free: { tps: number; storage: number; bandwidth: number };
  offers: Readonly<Record<string, string>>;
};

/** A framework and kind that some node has: `ethereum.permissioned`. `note` is what must be said where it is sold. */
export type PlanOffer = { key: string; frameworkId: string; kind: OfferKind; label: string; note?: string };

export type Plan = {
  nodes: readonly string[];
  offer: string;
  tps: number;
  storage: number;
  bandwidth: number;
  term: TermUnit;
};

export const amounts = {
  tps: { usual: 10, most: 10_000, steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
  storage: { usual: 20, most: 100_000, steps: [1, 5, 10, 20, 50, 100, 200, 500, 1000] },
  bandwidth: { usual: 5, most: 10_000, steps: [1, 2, 5, 10, 20, 50, 100, 200] },
} as const;
export type Amount = keyof typeof amounts;
export const amountNames = Object.keys(amounts) as Amount[];

/** A whole number within what is sold; `usual` for anything else that was typed. */
export function readAmount(name: Amount, text: string | undefined): number {
  const value = Number(text);
  const { usual, most } = amounts[name];
  return text && Number.isInteger(value) && value >= 1 ? Math.min(value, most) : usual;
}

type Typed = Readonly<Record<string, string | string[] | undefined>>;

/** The plan that a URL asks for; what it leaves open is filled with what most people start with. */
export function readPlan(typed: Typed, nodes: readonly PlanNode[], offers: readonly PlanOffer[]): Plan {
  const one = (name: string) => (Array.isArray(typed[name]) ? typed[name][0] : typed[name]);
  const offer = offers.find(({ key }) => key === one('offer'))?.key ?? offers[0]?.key ?? '';
  const open = nodes.filter((node) => node.offers[offer]);
  const asked = [typed.node ?? []].flat();
  const named = open.map(({ slug }) => slug).filter((slug) => asked.includes(slug));
  const toggled = open.find(({ slug }) => slug === one('toggle'))?.slug;
  const chosen = toggled ? toggle(named, toggled) : named;
  return {
    nodes: chosen.length > 0 || toggled ? chosen : roomiest(open),
    offer,
    tps: readAmount('tps', one('tps')),
    storage: readAmount('storage', one('storage')),
    bandwidth: readAmount('bandwidth', one('bandwidth')),
    term: one('term') === 'month' ? 'month' : 'year',
  };
}

/** Where most is free: the likeliest start. */
function roomiest(nodes: readonly PlanNode[]): string[] {
  return [...nodes]
    .sort((a, b) => b.free.tps - a.free.tps)
    .slice(0, 1)
    .map(({ slug }) => slug);
}

export function toggle(slugs: readonly string[], slug: string): string[] {
  return slugs.includes(slug) ? slugs.filter((other) => other !== slug) : [...slugs, slug];
}

/** The chosen nodes that have the chosen offer, in the order of the list. */
export function chosenNodes(plan: Plan, nodes: readonly PlanNode[]): PlanNode[] {
  return nodes.filter((node) => plan.nodes.includes(node.slug) && node.offers[plan.offer]);
}

/** Price of the plan by the book in force, before tax; null where the book does not sell it. */
export function planPrice(
  plan: Plan,
  nodes: readonly PlanNode[],
  offers: readonly PlanOffer[],
  book: PriceBook,
): Price | null {
  const offer = offers.find(({ key }) => key === plan.offer);
  if (!offer) return null;
  const lines = chosenNodes(plan, nodes).map((node) => ({
    offeringId: node.offers[plan.offer] ?? '',
    frameworkId: offer.frameworkId,
    kind: offer.kind,
    cityNodeId: node.id,
    tps: plan.tps,
    storageGb: plan.storage,
    bandwidthMbps: plan.bandwidth,
  }));
  if (lines.some((line) => !entryFor(book, line))) return null;
  return price(book, { lines, term: { unit: plan.term, count: 1 } }, { name: '', basisPoints: 0 });
}

/** Of what the plan asks of a node, the first thing it has too little of. */
export function shortOf(plan: Plan, node: PlanNode): { amount: Amount; free: number } | null {
  const amount = amountNames.find((name) => node.free[name] < plan[name]);
  return amount ? { amount, free: node.free[amount] } : null;
}
