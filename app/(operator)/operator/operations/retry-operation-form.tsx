'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { retryOperationAction } from './actions.ts';

export function RetryOperationForm({ operationId, requestId }: { operationId: string; requestId: string }) {
  const t = useTranslations('operator');
  return (
    <Form
      action={retryOperationAction}
      requestId={requestId}
      hidden={{ operationId }}
      className="grid justify-items-end gap-2"
    >
      <SubmitButton look="secondary" size="s" pending={t('running')}>
        {t('retry')}
      </SubmitButton>
    </Form>
  );
}
