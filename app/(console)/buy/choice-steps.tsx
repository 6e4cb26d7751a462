import { Badge, Tag, type Tone } from '#components/ui/badge.tsx';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { BuyData, NodeChoice, OfferChoice } from './buy-data.ts';
import type { CartPlan } from './cart-plan.ts';

const card =
  'flex items-start gap-3 rounded-md border border-line px-4 py-3 hover:border-line-strong has-checked:border-brand has-checked:bg-surface has-disabled:bg-surface has-disabled:hover:border-line';

const healthTone: Record<NodeChoice['view']['health'], Tone> = {
  healthy: 'good',
  degraded: 'warn',
  unreachable: 'bad',
  unknown: 'quiet',
};

/** Which framework, and which kind of chain. What a rule refuses stands here too, with the rule that does. */
export async function FrameworkStep({ data, plan }: { data: BuyData; plan: CartPlan }) {
  const t = await getTranslator('buy');
  const open = data.offers.filter(({ refusal }) => !refusal);
  const chosen = (open.find(({ key }) => key === plan.offer) ?? open[0])?.key;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-3 text-20 font-semibold">{t('framework.title')}</legend>
      <div className="grid gap-2">
        {data.offers.map((offer) => (
          <label key={offer.key} className={card}>
            <input
              type="radio"
              name="offer"
              value={offer.key}
              required
              defaultChecked={chosen === offer.key}
              disabled={offer.refusal !== null}
              className="mt-0.5 size-4.5 shrink-0"
            />
            <OfferText offer={offer} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

async function OfferText({ offer }: { offer: OfferChoice }) {
  const t = await getTranslator('buy');
  return (
    <span className="min-w-0">
      <span className="font-medium">
        {t(`framework.${offer.kind}`, { framework: offer.framework })}{' '}
        {offer.refusal && <Badge tone="bad">{t('notAllowed')}</Badge>}
      </span>
      <span className="block text-13 text-quiet">{t(`framework.${offer.access}`)}</span>
      {offer.refusal && <span className="mt-1 block text-13">{offer.refusal}</span>}
    </span>
  );
}

/** On which city nodes: each with what is free there now, its health and how far its framework was verified. */
export async function CitiesStep({ data, plan }: { data: BuyData; plan: CartPlan }) {
  const [t, formats] = await Promise.all([getTranslator('buy'), getFormats()]);
  const having = data.nodes.filter((node) => node.offers[plan.offer]);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-20 font-semibold">{t('cities.title')}</legend>
      <p className="mb-3 text-quiet">{t('cities.lead')}</p>
      <div className="grid gap-2">
        {having.map((node) => {
          const refusal = node.refusals[plan.offer];
          const offering = node.view.offerings.find(({ id }) => id === node.offers[plan.offer]);
          const note = offering?.note[formats.locale];
          return (
            <label key={node.slug} className={card}>
              <input
                type="checkbox"
                name="node"
                value={node.slug}
                defaultChecked={plan.nodes.some(({ slug }) => slug === node.slug)}
                disabled={refusal !== undefined}
                className="mt-0.5 size-4.5 shrink-0"
              />
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <span className="font-medium">
                    {node.name}, {formats.country(node.view.country)}
                  </span>
                  <Badge tone={healthTone[node.view.health]}>{t(`health.${node.view.health}`)}</Badge>
                  {offering && (
                    <Tag>
                      {offering.framework} {offering.version} · {t(`evidence.${offering.evidence}`)}
                    </Tag>
                  )}
                </span>
                <span className="block text-13 text-quiet">
                  {node.view.provider.name} ·{' '}
                  {t('cities.free', {
                    tps: formats.number(node.free.tps),
                    storage: formats.number(node.free.storage),
                    bandwidth: formats.number(node.free.bandwidth),
                  })}
                </span>
                {note && <span className="block text-13 text-quiet">{note}</span>}
                {refusal && <span className="mt-1 block text-13">{refusal}</span>}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
