import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Money } from '#components/ui/money.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import { readSimulatedCheckout } from '#lib/payments/simulated-pay.ts';
import { PayForm } from './pay-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  if (!isSandbox()) notFound();
  const t = await getTranslator('payments');
  return { title: t('simulated.title') };
}

/** The simulated provider's own page: as at a real one, nobody is signed in here. Absent outside sandbox mode. */
export default async function PayPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [checkout, t] = await Promise.all([checkoutOr404(id), getTranslator('payments')]);
  return (
    <div className="mx-auto max-w-xl">
      <PageHeading
        title={t('simulated.title')}
        lead={t('simulated.for', { description: checkout.description })}
      />
      <Notice tone="warn">{t('simulated.notice')}</Notice>
      <p className="my-8 text-40">
        <Money amount={checkout.amount} />
      </p>
      {checkout.state === 'open' ? (
        <PayForm
          checkoutId={checkout.id}
          amount={formatMoney(checkout.amount, languageTags[t.locale])}
          leave={checkout.cancelUrl}
        />
      ) : (
        <Notice
          tone={checkout.state === 'paid' ? 'good' : 'bad'}
          action={
            <a className="link" href={checkout.state === 'paid' ? checkout.successUrl : checkout.cancelUrl}>
              {t('simulated.back')}
            </a>
          }
        >
          {t(`simulated.over.${checkout.state}`)}
        </Notice>
      )}
    </div>
  );
}

async function checkoutOr404(id: string) {
  try {
    return await readSimulatedCheckout(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}
