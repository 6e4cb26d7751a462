'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { retryJobAction } from './actions.ts';

export function RetryJobForm({ jobId }: { jobId: string }) {
  const t = useTranslations('operator');
  return (
    <Form action={retryJobAction} hidden={{ jobId }} className="grid justify-items-end gap-2">
      <SubmitButton look="secondary" size="s" pending={t('running')}>
        {t('runNow')}
      </SubmitButton>
    </Form>
  );
}
