'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Steps, type StepState } from '#components/ui/steps.tsx';
import { enrolmentQuery } from './enrolment-query.ts';

/** Follows an enrolment until it has come to its end: enrolled, or failed with the reason. */
export function EnrolmentProgress({ enrolmentId }: { enrolmentId: string }) {
  const t = useTranslations('cityNodes');
  const { data } = useQuery(enrolmentQuery(enrolmentId));
  const call: StepState =
    data?.state === 'enrolled' ? 'done' : data?.state === 'failed' ? 'failed' : 'current';
  return (
    <div className="grid max-w-xl gap-6">
      <Steps
        items={[
          { id: 'token', label: t('stepToken'), state: 'done' },
          { id: 'call', label: t('stepCall', { url: data?.url ?? '…' }), state: call },
          { id: 'keys', label: t('stepKeys'), state: call === 'done' ? 'done' : 'later' },
        ]}
      />
      {call === 'current' && <p className="text-quiet">{t('callingAgain')}</p>}
      {data?.state === 'enrolled' && data.slug && (
        <Notice
          tone="good"
          live
          title={t('enrolledTitle', { node: data.name ?? data.slug })}
          action={
            <LinkButton href={`/operator/city-nodes/${data.slug}`} look="primary">
              {t('open', { node: data.name ?? data.slug })}
            </LinkButton>
          }
        >
          {t('enrolledText')}
        </Notice>
      )}
      {data?.state === 'failed' && (
        <Notice
          tone="bad"
          live
          action={<LinkButton href="/operator/city-nodes/enrol">{t('another')}</LinkButton>}
        >
          {data.failure}
        </Notice>
      )}
    </div>
  );
}
