import type { ReactNode } from 'react';
import type { CityNodeView, OfferingView } from '#lib/catalogue/city-node-view.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';

function Story({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="mt-16 border-t border-line pt-8">
      <h2 className="text-28">{title}</h2>
      {lead && <p className="mt-1 max-w-2xl text-16 text-quiet">{lead}</p>}
      {children}
    </section>
  );
}

/** The network in three numbers, set into the sea of the map where there is room, below the map on a phone. */
export function NetworkFigures({
  rows,
  t,
  tag,
}: {
  rows: readonly CityNodeView[];
  t: Translator;
  tag: string;
}) {
  const free = rows.reduce((sum, row) => sum + row.capacity.tps.free, 0);
  const figures = [
    { value: rows.length, label: t('figures.nodes', { count: rows.length }) },
    { value: new Set(rows.map((row) => row.provider.slug)).size, label: t('figures.providers') },
    { value: free, label: t('figures.free') },
  ];
  return (
    <dl className="bottom-4 left-0 z-10 flex gap-x-8 gap-y-3 max-md:mt-3 max-md:justify-between md:absolute md:grid">
      {figures.map((figure) => (
        <div key={figure.label} className="flex flex-col-reverse">
          <dt className="text-13 text-quiet">{figure.label}</dt>
          <dd className="figures text-20 font-semibold md:text-28">{figure.value.toLocaleString(tag)}</dd>
        </div>
      ))}
    </dl>
  );
}

const call = `curl https://singapore.example/evm/v1/app-7k2m \\
  -H "x-api-key: $KEY" \\
  -d '{"jsonrpc":"2.0","id":1,
       "method":"eth_call",
       "params":[{"to":"0x5f…",
                  "data":"0x…"},"latest"]}'`;

/** Four steps from here to a running app, and what a call looks like. */
export function HowItWorks({ t }: { t: Translator }) {
  const steps = ['choose', 'pay', 'deploy', 'call'].map((step) => ({
    title: t(`how.${step}.title`),
    text: t(`how.${step}.text`),
  }));
  return (
    <Story title={t('how.title')}>
      <div className="mt-6 grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]">
        <ol className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
          {steps.map((step, index) => (
            <li key={step.title} className="border-t border-line pt-3">
              <span className="figures text-28 font-semibold text-brand">{index + 1}</span>
              <h3 className="text-16">{step.title}</h3>
              <p className="mt-1 text-quiet">{step.text}</p>
            </li>
          ))}
        </ol>
        <figure className="min-w-0 self-start overflow-hidden rounded-md border border-line">
          <figcaption className="border-b border-line bg-surface px-4 py-2 text-13 text-quiet">
            {t('how.sample')}
          </figcaption>
          <pre tabIndex={0} aria-label={t('how.sample')} className="overflow-x-auto p-4 font-mono text-13">
            <code>{call}</code>
          </pre>
        </figure>
      </div>
    </Story>
  );
}

const evidenceTones: Record<OfferingView['evidence'], Tone> = {
  live: 'good',
  conformance: 'busy',
  unverified: 'quiet',
};

/** What can be checked, and what the evidence words mean. */
export function Proof({ t, offerings }: { t: Translator; offerings: readonly OfferingView[] }) {
  const words = ['live', 'conformance', 'unverified'] as const;
  const points = ['capacity', 'placement', 'money', 'exit'] as const;
  return (
    <Story title={t('proof.title')} lead={t('proof.lead')}>
      <div className="mt-6 grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <div>
          <h3 className="text-16">{t('proof.evidence')}</h3>
          <dl className="mt-2 border-t border-line">
            {words.map((word) => (
              <div key={word} className="grid grid-cols-[8.5rem_1fr] gap-x-4 border-b border-line py-3">
                <dt>
                  <Badge tone={evidenceTones[word]}>{t(`evidence.${word}`)}</Badge>
                  <span className="figures block text-13 text-quiet">
                    {t('proof.count', {
                      count: offerings.filter(({ evidence }) => evidence === word).length,
                    })}
                  </span>
                </dt>
                <dd>{t(`proof.${word}`)}</dd>
              </div>
            ))}
          </dl>
        </div>
        <ul className="grid content-start border-t border-line lg:mt-8">
          {points.map((point) => (
            <li key={point} className="border-b border-line py-3">
              <h3 className="font-semibold">{t(`proof.${point}.title`)}</h3>
              <p className="text-quiet">{t(`proof.${point}.text`)}</p>
            </li>
          ))}
        </ul>
      </div>
    </Story>
  );
}

export function Faq({ t }: { t: Translator }) {
  const questions = ['chain', 'tps', 'crypto', 'down', 'china', 'leave'] as const;
  return (
    <Story title={t('faq.title')}>
      <div className="mt-6 max-w-3xl border-t border-line">
        {questions.map((question) => (
          <details key={question} className="group border-b border-line">
            <summary className="flex items-start justify-between gap-6 py-3 text-16 font-medium">
              {t(`faq.${question}.q`)}
              <span aria-hidden="true" className="text-quiet group-open:rotate-180">
                ▾
              </span>
            </summary>
            <p className="max-w-2xl pb-4 text-quiet">{t(`faq.${question}.a`)}</p>
          </details>
        ))}
      </div>
    </Story>
  );
}
