import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { HoldRefusal } from '#lib/capacity/hold-detail.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { QuoteView } from '#lib/quotes/get-quote.ts';
import { buyAgainHref } from '../../orders/buy-again.ts';
import { Countdown } from './countdown.tsx';

const nameIn = (locale: string) => (place: { city: Record<string, string>; slug?: string }) =>
  place.city[locale] ?? place.city.en ?? place.slug ?? '';

/** What state the quote is in, what that means, and what to do. */
export async function QuoteNotice({ quote }: { quote: QuoteView }) {
  const [t, formats] = await Promise.all([getTranslator('orders'), getFormats()]);
  const again = (
    <LinkButton href={buyAgainHref(quote)} look="primary">
      {t('newQuote')}
    </LinkButton>
  );
  switch (quote.state) {
    case 'asking':
      return (
        <Notice tone="busy" live title={t('asking')}>
          {t('askingText', { cities: formats.list(quote.holds.map(nameIn(formats.locale))) })}
        </Notice>
      );
    case 'held':
      return (
        <Notice
          tone="good"
          title={t('held')}
          action={
            <Countdown
              seconds={Math.max(0, Math.round((quote.expiresAt.getTime() - quote.now.getTime()) / 1000))}
            />
          }
        >
          {t('heldText', { cities: formats.list(quote.holds.map(nameIn(formats.locale))) })}
        </Notice>
      );
    case 'expired':
      return (
        <Notice tone="warn" title={t('quoteExpiredTitle')} action={again}>
          {t('quoteExpiredText')}
        </Notice>
      );
    case 'ordered':
      return (
        <Notice
          tone="good"
          title={t('ordered')}
          action={
            <LinkButton href={`/orders/${quote.orderId ?? ''}`} look="primary">
              {t('toOrder')}
            </LinkButton>
          }
        />
      );
    case 'holdRefused':
      return <Refused quote={quote} />;
    case 'notAllowed':
      return <NotAllowed quote={quote} />;
  }
}

/** Which city node said no, why, how much is left there, and which others could. */
async function Refused({ quote }: { quote: QuoteView }) {
  const [t, formats] = await Promise.all([getTranslator('orders'), getFormats()]);
  const name = nameIn(formats.locale);
  const textOf = ({ reason, short, asked, ...node }: HoldRefusal) => {
    if (reason !== 'saturated' || !short) return t(`refusal.${reason}`, { city: name(node) });
    const wanted = new Map(Object.entries(asked)).get(short.resource) ?? 0;
    return t('refusal.short', {
      city: name(node),
      free: formats.number(short.free),
      asked: formats.number(wanted),
      unit: unitOf(short.resource),
    });
  };
  return (
    <div className="grid gap-3">
      {quote.refusals.map((refusal) => (
        <Notice
          key={refusal.cityNodeId}
          tone="bad"
          live
          title={textOf(refusal)}
          action={
            <LinkButton href={`${buyAgainHref(quote)}&step=resources`} look="primary">
              {t('changeChoice')}
            </LinkButton>
          }
        >
          {refusal.alternatives.length > 0
            ? t('couldTake', { cities: formats.list(refusal.alternatives.map(name)) })
            : t('nobodyElse')}
        </Notice>
      ))}
    </div>
  );
}

const unitOf = (resource: string): string =>
  resource === 'tps' ? 'TPS' : resource.startsWith('storage') ? 'GB' : 'Mbit/s';

/** Which rule refuses it to this buyer, and what else would do. */
async function NotAllowed({ quote }: { quote: QuoteView }) {
  const [t, rules, formats] = await Promise.all([
    getTranslator('orders'),
    getTranslator('compliance'),
    getFormats(),
  ]);
  const key = (quote.verdict.messageId ?? '').slice('compliance.'.length);
  const others = quote.alternatives.map((other) =>
    t(`alternative.${other.kind}`, { city: nameIn(formats.locale)(other), framework: other.framework }),
  );
  return (
    <Notice
      tone="bad"
      title={t('notAllowed')}
      action={
        <LinkButton href={`${buyAgainHref(quote)}&step=framework`} look="primary">
          {t('changeChoice')}
        </LinkButton>
      }
    >
      <p>{rules(rules.has(key) ? key : 'refused', { rule: quote.verdict.ruleId ?? '' })}</p>
      {others.length > 0 && <p className="mt-1">{t('allowedInstead', { offers: formats.list(others) })}</p>}
    </Notice>
  );
}
