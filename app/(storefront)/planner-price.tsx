'use client';
import type { Price } from '#lib/pricing/price.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { MoneyText } from '#components/ui/money-text.tsx';
import type { Plan, PlanNode } from './plan.ts';
import { fill, lineLabel, type PlannerTexts } from './planner-texts.ts';

/** Yearly cost of building the same alone, by line, in the reader's language. */
export type Comparison = {
  peers: number;
  lines: readonly { label: string; yearly: bigint }[];
  source: string;
};

type Props = {
  plan: Plan;
  chosen: readonly PlanNode[];
  price: Price | null;
  comparison: Comparison | null;
  texts: PlannerTexts;
  tag: string;
  /** Some chosen node has too little free. */
  blocked: boolean;
};

/** The total, always in sight, what it is made of, and what the same costs alone. */
export function PlannerPrice({ plan, chosen, price, comparison, texts, tag, blocked }: Props) {
  const per = plan.term === 'month' ? texts.perMonth : texts.perYear;
  const ready = price !== null && chosen.length > 0;
  return (
    <div className="min-w-0 max-lg:contents lg:sticky lg:top-6 lg:self-start">
      {/* On a phone the total stays at the foot of the screen while one changes what makes it. */}
      <div className="bg-ground max-lg:sticky max-lg:bottom-0 max-lg:z-10 max-lg:-mx-4 max-lg:mt-6 max-lg:flex max-lg:items-center max-lg:justify-between max-lg:gap-4 max-lg:border-y max-lg:border-line max-lg:px-4 max-lg:py-3">
        <div aria-live="polite" className="min-w-0 lg:min-h-20">
          {ready ? (
            <>
              <p className="text-28 font-semibold tracking-tight sm:text-40">
                <MoneyText amount={{ minor: price.net, currency: price.currency }} tag={tag} per={per} />
              </p>
              <p className="text-quiet max-lg:text-13">{texts.beforeTax}</p>
            </>
          ) : (
            <p className="text-20 lg:pt-2">{chosen.length === 0 ? texts.chooseCity : texts.notSold}</p>
          )}
        </div>
        <div className="flex shrink-0 flex-wrap gap-2 lg:mt-4">
          <button
            type="submit"
            formAction="/buy"
            disabled={!ready || blocked}
            className={`${buttonClass({ look: 'primary' })} lg:min-w-48`}
          >
            {texts.addToCart}
          </button>
          <span className="hidden [@media(scripting:none)]:inline">
            <button type="submit" className={buttonClass()}>
              {texts.update}
            </button>
          </span>
        </div>
      </div>
      {ready && comparison && (
        <Alone
          yearly={plan.term === 'year' ? price.net : price.net * 12n}
          currency={price.currency}
          comparison={comparison}
          texts={texts}
          tag={tag}
        />
      )}
      {ready && (
        <details className="mt-5 border-t border-line pt-3" open>
          <summary className="flex items-center justify-between font-medium">
            {texts.lines}
            <span aria-hidden="true" className="text-quiet">
              ▾
            </span>
          </summary>
          <div className="mt-2 max-h-80 overflow-y-auto" tabIndex={0} role="region" aria-label={texts.lines}>
            <table className="w-full">
              {chosen.map((node) => (
                <tbody key={node.slug}>
                  <tr>
                    <th scope="rowgroup" colSpan={2} className="pt-2 pb-0.5 text-left font-medium">
                      {node.name}
                    </th>
                  </tr>
                  {price.lines
                    .filter((line) => line.cityNodeId === node.id)
                    .map((line) => (
                      <tr key={line.position} className="border-b border-line">
                        <th scope="row" className="py-1 text-left font-normal text-quiet">
                          {lineLabel(texts, line.resource, line.quantity.toLocaleString(tag))}
                        </th>
                        <td className="py-1 text-right">
                          <MoneyText amount={{ minor: line.net, currency: price.currency }} tag={tag} />
                        </td>
                      </tr>
                    ))}
                </tbody>
              ))}
            </table>
          </div>
        </details>
      )}
    </div>
  );
}

/** Two bars on one scale, and the assumptions one can argue with. */
function Alone({
  yearly,
  currency,
  comparison,
  texts,
  tag,
}: {
  yearly: bigint;
  currency: string;
  comparison: Comparison;
  texts: PlannerTexts;
  tag: string;
}) {
  const alone = comparison.lines.reduce((sum, line) => sum + line.yearly, 0n);
  const most = alone > yearly ? alone : yearly;
  // Hundredths of a percent are far finer than a bar can show.
  const width = (value: bigint) => `${Math.max(0.6, Number((value * 10_000n) / (most || 1n)) / 100)}%`;
  const share = alone > 0n ? Number((yearly * 1_000n) / alone) / 10 : 0;
  const bars = [
    { label: texts.here, value: yearly, fill: 'bg-brand' },
    { label: fill(texts.alone, { peers: String(comparison.peers) }), value: alone, fill: 'bg-line-strong' },
  ];
  return (
    <div className="mt-6 border-t border-line pt-4">
      <dl className="grid gap-3">
        {bars.map((bar) => (
          <div key={bar.label} className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
            <dt>{bar.label}</dt>
            <dd>
              <MoneyText amount={{ minor: bar.value, currency }} tag={tag} per={texts.perYear} />
            </dd>
            <dd aria-hidden="true" className="col-span-2 h-2 bg-surface">
              <div className={`h-full ${bar.fill}`} style={{ width: width(bar.value) }} />
            </dd>
          </div>
        ))}
      </dl>
      <details className="mt-3">
        <summary className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="link">{texts.howWeCount}</span>
          <span className="figures text-13 text-quiet">
            {fill(texts.share, { share: share.toLocaleString(tag, { maximumFractionDigits: 1 }) })}
          </span>
        </summary>
        <table className="mt-2 w-full text-13">
          <tbody>
            {comparison.lines.map((line) => (
              <tr key={line.label} className="border-b border-line">
                <th scope="row" className="py-1 pr-4 text-left font-normal text-quiet">
                  {line.label}
                </th>
                <td className="py-1 text-right">
                  <MoneyText amount={{ minor: line.yearly, currency }} tag={tag} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <th scope="row" className="py-1 text-left">
                {texts.total}
              </th>
              <td className="py-1 text-right">
                <MoneyText amount={{ minor: alone, currency }} tag={tag} />
              </td>
            </tr>
          </tfoot>
        </table>
        <p className="mt-2 text-13 text-quiet">{comparison.source}</p>
      </details>
    </div>
  );
}
