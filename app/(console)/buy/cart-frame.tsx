'use client';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { MoneyText } from '#components/ui/money-text.tsx';
import type { PriceBook, TaxRate } from '#lib/pricing/price.ts';
import { priceOf, readCartPlan, type BuyNode, type BuyOffer, type CartPlan } from './cart-plan.ts';

type Props = {
  start: CartPlan;
  nodes: readonly BuyNode[];
  offers: readonly BuyOffer[];
  book: PriceBook;
  /** Null while the buyer's country is not known. */
  tax: TaxRate | null;
  /** Whether the step's form asks for something that the price depends on. */
  live: boolean;
  children: ReactNode;
};

/** The step at hand and, beside it, what everything costs: counted again with every key that is typed. */
export function CartFrame({ start, nodes, offers, book, tax, live, children }: Props) {
  const [plan, setPlan] = useState(start);
  const follow = (event: FormEvent<HTMLDivElement>) => {
    const { form } = event.target as HTMLInputElement; // whatever a person can change in here stands in a form
    if (live && form) setPlan(readCartPlan(fieldsOf(new FormData(form)), nodes, offers));
  };
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_20rem]">
      <div className="min-w-0" onChange={follow}>
        {children}
      </div>
      <CartAside plan={plan} nodes={nodes} offers={offers} book={book} tax={tax} />
      <TotalBar plan={plan} nodes={nodes} offers={offers} book={book} tax={tax} />
    </div>
  );
}

function CartAside({
  plan,
  nodes,
  offers,
  book,
  tax,
}: Omit<Props, 'start' | 'live' | 'children'> & { plan: CartPlan }) {
  const t = useTranslations('buy');
  const tag = useLocale();
  const made = priceOf(plan, nodes, offers, book, tax ?? { name: '', basisPoints: 0 });
  const money = (minor: bigint) => <MoneyText amount={{ minor, currency: book.currency }} tag={tag} />;
  return (
    <aside aria-label={t('cart')} className="lg:border-l lg:border-line lg:pl-8">
      <div className="border-t border-line pt-4 lg:sticky lg:top-6 lg:border-0 lg:pt-0">
        <h2 className="text-16">{t('cart')}</h2>
        {made ? (
          <>
            <ul className="mt-3 grid gap-3">
              {plan.nodes.map((planned) => {
                const node = nodes.find(({ slug }) => slug === planned.slug);
                const net = made.lines
                  .filter(({ cityNodeId }) => cityNodeId === node?.id)
                  .reduce((sum, line) => sum + line.net, 0n);
                return (
                  <li key={planned.slug} className="flex justify-between gap-4">
                    <span className="min-w-0">
                      {node?.name}
                      <span className="block text-13 text-quiet">{t('amounts', { ...planned })}</span>
                    </span>
                    {money(net)}
                  </li>
                );
              })}
            </ul>
            <dl className="mt-4 grid gap-1 border-t border-line pt-3" aria-live="polite">
              {tax && (
                <>
                  <Row name={t('net')}>{money(made.net)}</Row>
                  <Row
                    name={
                      tax.basisPoints ? t('tax', { name: tax.name, rate: tax.basisPoints / 100 }) : t('noTax')
                    }
                  >
                    {money(made.tax)}
                  </Row>
                </>
              )}
              <div className="mt-1 flex items-baseline justify-between gap-4">
                <dt className="font-semibold">{tax ? t('total') : t('beforeTax')}</dt>
                <dd className="text-28 font-semibold">{money(made.total)}</dd>
              </div>
            </dl>
            <p className="mt-1 text-right text-13 text-quiet">
              {t(`for.${plan.term}`, { count: plan.count })}
            </p>
          </>
        ) : (
          <p className="mt-2 text-quiet">{t('cartEmpty')}</p>
        )}
      </div>
    </aside>
  );
}

/** On a phone the aside stands below the step, so the total stays at the foot of the screen. Said once: not read out. */
function TotalBar({
  plan,
  nodes,
  offers,
  book,
  tax,
}: Omit<Props, 'start' | 'live' | 'children'> & { plan: CartPlan }) {
  const t = useTranslations('buy');
  const tag = useLocale();
  const made = priceOf(plan, nodes, offers, book, tax ?? { name: '', basisPoints: 0 });
  if (!made) return null;
  return (
    <div
      aria-hidden="true"
      className="sticky bottom-0 -mx-4 flex items-baseline justify-between gap-4 border-t border-line bg-ground px-4 py-2 lg:hidden"
    >
      <span>
        <span className="font-semibold">{tax ? t('total') : t('beforeTax')}</span>{' '}
        <span className="text-13 text-quiet">{t(`for.${plan.term}`, { count: plan.count })}</span>
      </span>
      <span className="text-20 font-semibold">
        <MoneyText amount={{ minor: made.total, currency: book.currency }} tag={tag} />
      </span>
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-quiet">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function fieldsOf(form: FormData): Record<string, string[]> {
  return Object.fromEntries([...new Set(form.keys())].map((key) => [key, form.getAll(key).map(String)]));
}
