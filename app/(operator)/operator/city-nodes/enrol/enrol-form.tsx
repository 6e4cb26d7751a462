'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Textarea } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { enrolCityNodeAction } from '../actions.ts';
import { EnrolmentProgress } from './enrolment-progress.tsx';

/** The token, then what becomes of it. The enrolment stands in the URL, so a reload goes on watching. */
export function EnrolForm({
  requestId,
  enrolmentId,
}: {
  requestId: string;
  enrolmentId: string | undefined;
}) {
  const t = useTranslations('cityNodes');
  const router = useRouter();
  if (enrolmentId) return <EnrolmentProgress enrolmentId={enrolmentId} />;
  return (
    <Form
      action={enrolCityNodeAction}
      requestId={requestId}
      onDone={({ id }) => router.replace(`/operator/city-nodes/enrol?enrolment=${id}`)}
    >
      <Textarea
        name="token"
        label={t('token')}
        help={t('tokenHelp')}
        mono
        rows={5}
        spellCheck={false}
        autoComplete="off"
      />
      <SubmitButton pending={t('enrolWorking')}>{t('enrolSubmit')}</SubmitButton>
    </Form>
  );
}
