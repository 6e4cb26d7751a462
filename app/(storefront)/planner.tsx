'use client';
import { useState, type ReactNode } from 'react';
import type { Price, PriceBook } from '#lib/pricing/price.ts';
import { MapPicture } from '#components/map/map-picture.tsx';
import { Shape } from '#components/ui/badge.tsx';
import {
  amountNames,
  amounts,
  chosenNodes,
  planPrice,
  readAmount,
  shortOf,
  toggle,
  type Amount,
  type Plan,
  type PlanNode,
  type PlanOffer,
} from './plan.ts';
import { PlannerPrice, type Comparison } from './planner-price.tsx';
import { fill, type PlannerTexts } from './planner-texts.ts';

type Props = {
  /** What stands in the empty sea of the map. */
  figures: ReactNode;
  start: Plan;
  nodes: readonly PlanNode[];
  offers: readonly PlanOffer[];
  book: PriceBook;
  comparison: Comparison | null;
  texts: PlannerTexts;
  /** BCP 47, for numbers and money. */
  tag: string;
};

/**
 * Map and calculator: cities, framework, resources and term give a price by the price book in force. A plain GET form,
 * so with scripts off the server answers with the same page for the new values.
 */
export function Planner({ figures, start, nodes, offers, book, comparison, texts, tag }: Props) {
  const [plan, setPlan] = useState(start);
  const change = (part: Partial<Plan>) => setPlan((now) => ({ ...now, ...part }));
  const flip = (slug: string) => setPlan((now) => ({ ...now, nodes: toggle(now.nodes, slug) }));
  const chosen = chosenNodes(plan, nodes);
  const offer = offers.find(({ key }) => key === plan.offer);
  const total: Price | null = planPrice(plan, nodes, offers, book);
  const short = chosen.flatMap((node) => {
    const lack = shortOf(plan, node);
    return lack ? [{ node, ...lack }] : [];
  });
  const number = (value: number) => value.toLocaleString(tag);

  return (
    <form id="plan" action="/" method="get">
      <div className="relative">
        {figures}
        <MapPicture
          label={texts.map}
          points={nodes.map((node) => ({ ...node, id: node.slug, selected: chosen.includes(node) }))}
          point={(place, inside, className) => (
            <button
              type="submit"
              name="toggle"
              value={place.id}
              aria-pressed={place.selected ?? false}
              data-on={place.selected || undefined}
              disabled={!nodes.some((node) => node.slug === place.id && node.offers[plan.offer])}
              onClick={(event) => {
                event.preventDefault();
                flip(place.id);
              }}
              className={className}
            >
              {inside}
            </button>
          )}
        />
      </div>
      <div
        id="calculator"
        className="mt-2 scroll-mt-6 gap-x-12 gap-y-8 border-t border-line pt-8 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]"
      >
        <div className="min-w-0">
          <h2 className="text-28">{texts.title}</h2>
          <p className="mt-1 max-w-xl text-16 text-quiet">{texts.lead}</p>
          <Cities plan={plan} nodes={nodes} texts={texts} onFlip={flip} />
          <div className="mt-6 grid gap-x-8 gap-y-6 sm:grid-cols-2">
            <label className="block">
              <span className="mb-1 block font-medium">{texts.framework}</span>
              <select
                name="offer"
                className="control"
                value={plan.offer}
                onChange={(event) => change({ offer: event.target.value })}
              >
                {offers.map((offer) => (
                  <option key={offer.key} value={offer.key}>
                    {offer.label}
                  </option>
                ))}
              </select>
              {offer?.note && <span className="mt-1 block text-13 text-quiet">{offer.note}</span>}
            </label>
            <fieldset>
              <legend className="mb-1 font-medium">{texts.term}</legend>
              <div className="flex rounded-md border border-line-strong">
                {(['month', 'year'] as const).map((term) => (
                  <label
                    key={term}
                    className="flex-1 px-3 py-2 text-center text-14 first:rounded-l-[5px] last:rounded-r-[5px] has-checked:bg-brand has-checked:font-semibold has-checked:text-brand-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
                  >
                    <input
                      type="radio"
                      name="term"
                      value={term}
                      checked={plan.term === term}
                      onChange={() => change({ term })}
                      className="sr-only"
                    />
                    {term === 'month' ? texts.month : texts.year}
                  </label>
                ))}
              </div>
            </fieldset>
          </div>
          <fieldset className="mt-6">
            <legend className="mb-1 font-medium">{texts.each}</legend>
            <div className="grid border-t border-line">
              {amountNames.map((name) => (
                <AmountRow
                  key={name}
                  name={name}
                  value={plan[name]}
                  label={texts.amount[name]}
                  slider={fill(texts.slider, { name: texts.amount[name] })}
                  unit={texts.unit[name]}
                  onChange={(value) => change({ [name]: value })}
                />
              ))}
            </div>
          </fieldset>
          {short.length > 0 && (
            <ul className="mt-4 grid gap-1" role="status">
              {short.map(({ node, amount, free }) => (
                <li key={node.slug} className="flex items-start gap-2">
                  <span className="mt-1.5">
                    <Shape tone="warn" />
                  </span>
                  {fill(texts.short, {
                    city: node.name,
                    free: number(free),
                    asked: number(plan[amount]),
                    unit: texts.unit[amount],
                  })}
                </li>
              ))}
            </ul>
          )}
        </div>
        <PlannerPrice
          plan={plan}
          chosen={chosen}
          price={total}
          comparison={offer?.kind === 'permissioned' ? comparison : null}
          texts={texts}
          tag={tag}
          blocked={short.length > 0}
        />
      </div>
    </form>
  );
}

function Cities({
  plan,
  nodes,
  texts,
  onFlip,
}: {
  plan: Plan;
  nodes: readonly PlanNode[];
  texts: PlannerTexts;
  onFlip: (slug: string) => void;
}) {
  return (
    <fieldset className="mt-6">
      <legend className="mb-2 font-medium">{texts.cities}</legend>
      <div className="flex flex-wrap gap-2">
        {nodes.map((node) => {
          const offered = Boolean(node.offers[plan.offer]);
          return (
            <label
              key={node.slug}
              className={`inline-flex min-h-9 items-center gap-2 rounded-md border px-3 text-14 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand pointer-coarse:min-h-11 ${offered ? 'border-line-strong hover:bg-surface has-checked:border-brand has-checked:bg-surface has-checked:font-semibold' : 'border-dashed border-line text-quiet'}`}
            >
              <input
                type="checkbox"
                name="node"
                value={node.slug}
                checked={offered && plan.nodes.includes(node.slug)}
                disabled={!offered}
                onChange={() => onFlip(node.slug)}
                className="size-4"
              />
              {node.name}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/** A number to type, and a slider over round steps beside it. */
function AmountRow({
  name,
  value,
  label,
  slider,
  unit,
  onChange,
}: {
  name: Amount;
  value: number;
  label: string;
  slider: string;
  unit: string;
  onChange: (value: number) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const steps = amounts[name].steps;
  const at = steps.findLastIndex((step) => step <= value);
  return (
    <div className="grid grid-cols-[7rem_1fr] items-center gap-x-4 border-b border-line py-2 sm:grid-cols-[8rem_1fr_9.5rem]">
      <label htmlFor={`plan-${name}`}>{label}</label>
      <input
        type="range"
        aria-label={slider}
        aria-valuetext={`${value} ${unit}`}
        min={0}
        max={steps.length - 1}
        value={Math.max(0, at)}
        onChange={(event) => {
          setTyped(null);
          onChange(steps[Number(event.target.value)] ?? value);
        }}
        className="w-full max-sm:order-last max-sm:col-span-2 [@media(scripting:none)]:invisible"
      />
      <span className="flex items-center gap-2 max-sm:justify-self-end">
        <input
          id={`plan-${name}`}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          value={typed ?? String(value)}
          onChange={(event) => {
            setTyped(event.target.value);
            if (/^\d{1,6}$/.test(event.target.value) && Number(event.target.value) > 0)
              onChange(readAmount(name, event.target.value));
          }}
          onBlur={() => setTyped(null)}
          className="control figures max-w-20 text-right"
        />
        <span className="w-14 shrink-0 text-quiet">{unit}</span>
      </span>
    </div>
  );
}
