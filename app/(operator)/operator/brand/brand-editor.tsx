'use client';
import { useState, type ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { resetBrandAction } from './actions.ts';
import { BrandForm } from './brand-form.tsx';

/** The form, and the way back to the default, after which the form begins anew. */
export function BrandEditor({
  resetRequestId,
  ...form
}: ComponentProps<typeof BrandForm> & { resetRequestId: string }) {
  const t = useTranslations('brand');
  const [round, setRound] = useState(0);
  return (
    <>
      <BrandForm key={round} {...form} />
      {form.version > 0 && (
        <div className="mt-4">
          <ConfirmDialog
            trigger={t('reset')}
            title={t('resetTitle')}
            text={t('resetText')}
            confirm={t('reset')}
            action={resetBrandAction}
            requestId={resetRequestId}
            hidden={{ host: form.host, version: String(form.version) }}
            onDone={() => setRound(round + 1)}
          />
        </div>
      )}
    </>
  );
}
