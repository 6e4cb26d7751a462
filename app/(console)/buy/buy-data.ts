import type { CityNodeView } from '#lib/catalogue/city-node-view.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { currentRules } from '#lib/compliance/current-rules.ts';
import { judge, type ComplianceRule } from '#lib/compliance/judge.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { getBillingProfile, type BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import type { PriceBook, TaxRate } from '#lib/pricing/price.ts';
import { rateFor } from '#lib/tax/rate-for.ts';
import type { BuyNode, BuyOffer } from './cart-plan.ts';

export type OfferChoice = BuyOffer & {
  framework: string;
  access: 'deploy' | 'endpoint';
  refusal: string | null;
};
export type NodeChoice = BuyNode & {
  view: CityNodeView;
  /** By offer key: why this buyer may not have it here. */
  refusals: Readonly<Record<string, string>>;
};
export type BuyData = {
  nodes: NodeChoice[];
  offers: OfferChoice[];
  book: PriceBook;
  profile: BillingProfile | null;
  tax: TaxRate | null;
};

const keyOf = (offering: CityNodeView['offerings'][number]) => `${offering.frameworkId}.${offering.kind}`;

/** Everything the flow shows: what is for sale, to this buyer, at which price. */
export async function readBuyData(actor: Actor): Promise<BuyData> {
  const [{ rows }, book, profile, { rules, at }, t] = await Promise.all([
    listCityNodes(listCityNodesInput.parse({ limit: 200 })),
    currentPriceBook(),
    getBillingProfile(actor),
    currentRules(),
    getTranslator('compliance'),
  ]);
  const refusal = refusalFor(profile, rules, at, t);
  const nodes = rows.map((view): NodeChoice => {
    const refusals = view.offerings.flatMap((offering) => {
      const text = refusal(view, offering.kind);
      return text ? [[keyOf(offering), text] as const] : [];
    });
    return {
      view,
      id: view.id,
      slug: view.slug,
      name: view.city[t.locale] ?? view.city.en ?? view.slug,
      free: {
        tps: view.capacity.tps.free,
        storage: view.capacity.storageGb.free,
        bandwidth: view.capacity.bandwidthMbps.free,
      },
      offers: Object.fromEntries(view.offerings.map((offering) => [keyOf(offering), offering.id])),
      refusals: Object.fromEntries(refusals),
    };
  });
  const tax = profile
    ? await rateFor(undefined, { country: profile.country, kind: profile.buyerKind })
    : null;
  return { nodes, offers: offersOf(nodes), book, profile, tax };
}

function refusalFor(profile: BillingProfile | null, rules: ComplianceRule[], at: Date, t: Translator) {
  return (view: CityNodeView, kind: 'permissioned' | 'public'): string | null => {
    const judgement = judge(
      rules,
      {
        buyerCountry: profile?.country ?? '',
        portalCountry: portalEnv().PORTAL_COUNTRY,
        category: 'general',
        nodes: [{ cityNodeId: view.id, country: view.country, kind }],
      },
      at,
    );
    if (judgement.allowed) return null;
    const key = judgement.messageId.slice('compliance.'.length);
    return t(t.has(key) ? key : 'refused', { rule: judgement.ruleId });
  };
}

/** Every framework and kind that some node has, permissioned ones first; refused when it is refused everywhere. */
function offersOf(nodes: readonly NodeChoice[]): OfferChoice[] {
  const found = new Map<string, OfferChoice>();
  for (const node of nodes) {
    for (const offering of node.view.offerings) {
      const key = keyOf(offering);
      const refusal = node.refusals[key] ?? null;
      const known = found.get(key);
      if (!known || (known.refusal && !refusal)) {
        const { frameworkId, framework, kind, access } = offering;
        found.set(key, { key, frameworkId, framework, kind, access, refusal });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => a.kind.localeCompare(b.kind) || a.framework.localeCompare(b.framework),
  );
}
