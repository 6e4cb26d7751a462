import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { quoteVersion } from '#app/api/live-version.ts';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { getQuote, type QuoteState, type QuoteView } from '#lib/quotes/get-quote.ts';
import { LiveRefresh } from '../../orders/live-refresh.tsx';
import { MoneyLines } from '../../orders/money-lines.tsx';
import { payOptions } from '../../orders/pay-options.ts';
import { OrderForm } from './order-form.tsx';
import { QuoteNotice } from './quote-notice.tsx';

type Props = { params: Promise<{ quoteId: string }> };

const tones: Record<QuoteState, Tone> = {
  asking: 'busy',
  held: 'good',
  holdRefused: 'bad',
  notAllowed: 'bad',
  expired: 'quiet',
  ordered: 'good',
};

export async function generateMetadata() {
  const t = await getTranslator('orders');
  return { title: t('quote') };
}

export default async function QuotePage({ params }: Props) {
  const { quoteId } = await params;
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=/quotes/${quoteId}`);
  if (!actor.can.has('order.read')) return <NoPermission permission="order.read" back="/apps" />;
  const [quote, t] = await Promise.all([quoteOr404(actor, quoteId), getTranslator('orders')]);
  return (
    <ClientMessages namespaces={['orders', 'payments']}>
      <RecordHeader
        title={t('quoteTitle', { number: quote.number })}
        state={<Badge tone={tones[quote.state]}>{t(`quoteState.${quote.state}`)}</Badge>}
        sub={<span>{quote.appName}</span>}
        back={{ href: '/orders', label: t('title') }}
      />
      <LiveRefresh
        url={`/api/quotes/${quote.id}/live`}
        everyMs={quote.state === 'asking' ? 700 : 15_000}
        {...quoteVersion(quote)}
      />
      <QuoteNotice quote={quote} />
      <div className="mt-8 grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0">
          <Section title={t('lines')}>
            <MoneyLines {...quote} />
          </Section>
          {quote.state === 'held' && <Order actor={actor} quote={quote} />}
        </div>
        <Aside quote={quote} />
      </div>
    </ClientMessages>
  );
}

async function Order({ actor, quote }: { actor: Actor; quote: QuoteView }) {
  const t = await getTranslator('orders');
  if (!actor.can.has('order.place')) return null;
  const [terms, pay] = await Promise.all([
    currentLegalText('terms', t.locale),
    payOptions(actor, quote.total),
  ]);
  return (
    <Section title={pay ? t('payNow') : t('orderNow')} id="pay">
      <OrderForm
        quoteId={quote.id}
        requestId={newId()}
        payRequestId={newId()}
        terms={{ id: terms.id, version: terms.version }}
        total={quote.total}
        pay={pay}
      />
    </Section>
  );
}

async function Aside({ quote }: { quote: QuoteView }) {
  const [t, buy, rules, formats] = await Promise.all([
    getTranslator('orders'),
    getTranslator('buy'),
    getTranslator('compliance'),
    getFormats(),
  ]);
  const { verdict, buyer } = quote;
  return (
    <aside aria-label={t('facts')}>
      <Facts
        items={[
          { label: t('fact.app'), value: quote.appName },
          { label: t('fact.term'), value: buy(`for.${quote.term.unit}`, { count: quote.term.count }) },
          { label: t('fact.buyer'), value: buyer.legalName, note: formats.country(buyer.country) },
          {
            label: rules('title'),
            value: verdict.allowed
              ? rules('allowed', { version: verdict.ruleSetVersion })
              : rules('notAllowed', { version: verdict.ruleSetVersion }),
            note: verdict.ruleId ? rules('rule', { rule: verdict.ruleId }) : undefined,
          },
          { label: t('fact.priceBook'), value: t('fact.version', { version: quote.priceBookVersion }) },
          { label: t('fact.made'), value: <Time at={quote.createdAt} /> },
          { label: t('fact.holdsUntil'), value: <Time at={quote.expiresAt} /> },
        ]}
      />
    </aside>
  );
}

async function quoteOr404(actor: Actor, id: string): Promise<QuoteView> {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await getQuote(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}
