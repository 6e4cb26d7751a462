'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Radio, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { advanceClockAction } from './actions.ts';

const choices = ['hour', 'day', 'week', 'weekEnd', 'month', 'other'] as const;

export function ClockForm({ requestId, zone, now }: { requestId: string; zone: string; now: string }) {
  const t = useTranslations('operator');
  const [by, setBy] = useState('weekEnd');
  return (
    <Form action={advanceClockAction} requestId={requestId}>
      <Radio
        name="by"
        label={t('clockHowFar')}
        defaultValue={by}
        onChange={setBy}
        options={choices.map((value) => ({ value, label: t(`clockBy.${value}`) }))}
      />
      {by === 'other' && (
        <TextInput
          name="at"
          type="datetime-local"
          label={t('clockTo')}
          help={t('clockToHelp', { zone })}
          defaultValue={now}
          min={now}
        />
      )}
      <SubmitButton>{t('clockMove')}</SubmitButton>
    </Form>
  );
}
