import { Notice } from '#components/ui/notice.tsx';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { BuyData } from './buy-data.ts';
import { most, mostCount, resources, shortOf, type CartPlan } from './cart-plan.ts';

/** How much on each city node. What a node has too little of is said before anyone asks it. */
export async function ResourcesStep({ data, plan }: { data: BuyData; plan: CartPlan }) {
  const [t, formats] = await Promise.all([getTranslator('buy'), getFormats()]);
  return (
    <div>
      <h2 className="mb-1 text-20">{t('resources.title')}</h2>
      <p className="mb-4 text-quiet">{t('resources.lead')}</p>
      <div className="grid gap-6">
        {plan.nodes.map((planned) => {
          const node = data.nodes.find(({ slug }) => slug === planned.slug);
          const short = node && shortOf(planned, node);
          return (
            <fieldset key={planned.slug} className="min-w-0 border-t border-line pt-4">
              <legend className="float-left mb-3 w-full font-semibold">
                {node?.name}
                <span className="ml-3 text-13 font-normal text-quiet">
                  {t('cities.free', {
                    tps: formats.number(node?.free.tps ?? 0),
                    storage: formats.number(node?.free.storage ?? 0),
                    bandwidth: formats.number(node?.free.bandwidth ?? 0),
                  })}
                </span>
              </legend>
              <div className="clear-both grid gap-4 sm:grid-cols-3">
                {resources.map((name) => (
                  <label key={name} className="block">
                    <span className="mb-1 block font-medium">{t(`resource.${name}`)}</span>
                    <span className="flex items-center gap-2">
                      <input
                        type="number"
                        name={`${name}.${planned.slug}`}
                        min={1}
                        max={most[name]}
                        step={1}
                        required
                        defaultValue={planned[name]}
                        className="control figures text-right"
                      />
                      <span className="shrink-0 text-13 text-quiet">{t(`unit.${name}`)}</span>
                    </span>
                  </label>
                ))}
              </div>
              {short && node && (
                <div className="mt-3">
                  <Notice tone="warn">
                    {t(`short.${short.resource}`, {
                      city: node.name,
                      free: formats.number(short.free),
                      asked: formats.number(planned[short.resource]),
                    })}
                  </Notice>
                </div>
              )}
            </fieldset>
          );
        })}
      </div>
    </div>
  );
}

/** For how long. */
export async function TermStep({ plan }: { plan: CartPlan }) {
  const t = await getTranslator('buy');
  return (
    <div className="grid gap-6">
      <fieldset className="min-w-0">
        <legend className="mb-3 text-20 font-semibold">{t('term.title')}</legend>
        <div className="grid gap-2">
          {(['year', 'month'] as const).map((term) => (
            <label
              key={term}
              className="flex items-start gap-3 rounded-md border border-line px-4 py-3 hover:border-line-strong has-checked:border-brand has-checked:bg-surface"
            >
              <input
                type="radio"
                name="term"
                value={term}
                defaultChecked={plan.term === term}
                className="mt-0.5 size-4.5 shrink-0"
              />
              <span>
                <span className="font-medium">{t(`term.${term}`)}</span>
                <span className="block text-13 text-quiet">{t(`term.${term}Help`)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <label className="block max-w-48">
        <span className="mb-1 block font-medium">{t('term.count')}</span>
        <input
          type="number"
          name="count"
          min={1}
          max={mostCount}
          step={1}
          required
          defaultValue={plan.count}
          className="control figures text-right"
        />
      </label>
    </div>
  );
}
