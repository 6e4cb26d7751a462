import type { Resource } from '#lib/pricing/price.ts';
import type { Amount } from './plan.ts';

/** The calculator's texts, as plain strings, so that this page ships no message parser; `{name}` is filled in by `fill`. */
export type PlannerTexts = {
  map: string;
  title: string;
  lead: string;
  cities: string;
  framework: string;
  term: string;
  month: string;
  year: string;
  each: string;
  amount: Record<Amount, string>;
  unit: Record<Amount, string>;
  slider: string;
  short: string;
  base: string;
  perMonth: string;
  perYear: string;
  beforeTax: string;
  chooseCity: string;
  notSold: string;
  update: string;
  addToCart: string;
  lines: string;
  here: string;
  alone: string;
  share: string;
  howWeCount: string;
  source: string;
  total: string;
};

/** Replaces `{name}` by its value. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** What a price line is for: "10 TPS", "20 GB". */
export function lineLabel(texts: PlannerTexts, resource: Resource, quantity: string): string {
  if (resource === 'base') return texts.base;
  const amount = { tps: 'tps', storage: 'storage', bandwidth: 'bandwidth' } as const;
  return `${texts.amount[amount[resource]]} ${quantity} ${texts.unit[amount[resource]]}`;
}
