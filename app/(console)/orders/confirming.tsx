'use client';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '#components/ui/notice.tsx';
import { askAboutPaymentAction } from './actions.ts';

/** The buyer is back from the provider's page and the portal does not know the outcome yet: it asks, and says so. */
export function Confirming({ paymentId }: { paymentId: string }) {
  const t = useTranslations('orders');
  const asked = useRef('');
  useEffect(() => {
    if (asked.current === paymentId) return;
    asked.current = paymentId;
    const form = new FormData();
    form.set('paymentId', paymentId);
    // Whether this worked shows in the state that the page polls.
    void askAboutPaymentAction({ status: 'idle' }, form);
  }, [paymentId]);
  return (
    <Notice tone="busy" live title={t('confirming')}>
      {t('confirmingText')}
    </Notice>
  );
}
