'use client';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';

export type Bar = {
  /** Under the axis: "14:00", "23 Nov". */
  label: string;
  /** One value a series, stacked from the bottom. */
  values: readonly number[];
};

const fills = ['fill-brand', 'fill-line-strong', 'fill-warn'];
const swatches = ['bg-brand', 'bg-line-strong', 'bg-warn'];

/** Counts by hour or day as stacked bars, with the same figures as a table. The place it takes does not depend on the data. */
export function BarChart({
  title,
  unit,
  series,
  bars,
  height = 180,
  write,
}: {
  title: string;
  unit: string;
  series: readonly string[];
  bars: readonly Bar[];
  height?: number;
  /** How a value is written; a plain number unless told. */
  write?: (value: number) => string;
}) {
  const t = useTranslations('ui');
  const formats = useFormats();
  const text = write ?? ((value: number) => formats.number(value));
  const top = niceCeiling(Math.max(0, ...bars.map((bar) => sum(bar.values))));
  const empty = bars.every((bar) => sum(bar.values) === 0);
  const ticks = [bars[0], bars[Math.floor((bars.length - 1) / 2)], bars.at(-1)];
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">
          {title} <span className="font-normal text-quiet">{unit}</span>
        </span>
        {series.length > 1 && (
          <span className="flex gap-4 text-13 text-quiet">
            {series.map((name, index) => (
              <span key={name} className="inline-flex items-center gap-1.5">
                <span className={`size-2.5 ${swatches[index % swatches.length]}`} />
                {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div className="flex gap-2" aria-hidden="true">
        <div
          className="figures flex flex-col justify-between text-right text-13 text-quiet"
          style={{ height }}
        >
          {[top, top / 2, 0].map((value, index) => (
            <span key={index} className={index === 0 ? '-mt-2' : index === 2 ? '-mb-2' : ''}>
              {empty && index < 2 ? '' : text(value)}
            </span>
          ))}
        </div>
        <div className="min-w-0 flex-1">
          <div className="relative border-b border-line-strong" style={{ height }}>
            <div className="absolute inset-x-0 top-0 border-t border-line" />
            <div className="absolute inset-x-0 top-1/2 border-t border-line" />
            {empty && (
              <p className="absolute inset-0 grid place-content-center text-quiet">
                <span className="bg-ground px-3">{t('chartEmpty')}</span>
              </p>
            )}
            <svg
              viewBox={`0 0 ${bars.length} ${top}`}
              preserveAspectRatio="none"
              className="absolute inset-0 size-full"
            >
              {bars.map((bar, index) => (
                <g key={bar.label + index}>
                  <title>{`${bar.label}: ${bar.values.map((value, at) => `${series[at] ?? ''} ${text(value)}`).join(', ')}`}</title>
                  <rect
                    x={index}
                    y={0}
                    width={1}
                    height={top}
                    className="fill-transparent hover:fill-surface"
                  />
                  {bar.values.map((value, at) => (
                    <rect
                      key={at}
                      x={index + 0.12}
                      width={0.76}
                      y={top - sum(bar.values.slice(0, at + 1))}
                      height={value}
                      className={`pointer-events-none ${fills[at % fills.length]}`}
                    />
                  ))}
                </g>
              ))}
            </svg>
          </div>
          <div className="figures mt-1 flex justify-between text-13 text-quiet">
            {ticks.map((bar, index) => (
              <span key={index}>{bar?.label}</span>
            ))}
          </div>
        </div>
      </div>
      <details className="mt-2">
        <summary className="link inline-block text-13">{t('showTable')}</summary>
        <div className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={title}>
          <table className="figures w-full text-13">
            <thead>
              <tr className="text-left text-quiet">
                <th scope="col" className="py-1 font-medium">
                  {title}
                </th>
                {series.map((name) => (
                  <th key={name} scope="col" className="py-1 text-right font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bars.map((bar, index) => (
                <tr key={bar.label + index} className="border-t border-line">
                  <th scope="row" className="py-1 text-left font-normal">
                    {bar.label}
                  </th>
                  {bar.values.map((value, at) => (
                    <td key={at} className="py-1 text-right">
                      {text(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The next of 1, 2, 5 × a power of ten, so that the axis reads in round figures. */
function niceCeiling(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((value) => value >= most) ?? most;
}
