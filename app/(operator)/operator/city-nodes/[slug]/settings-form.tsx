'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { editCityNodeAction } from '../actions.ts';

export function SettingsForm({
  id,
  cityEn,
  cityZh,
  controlUrl,
  requestId,
}: {
  id: string;
  cityEn: string;
  cityZh: string;
  controlUrl: string;
  requestId: string;
}) {
  const t = useTranslations('cityNodes');
  return (
    <Form action={editCityNodeAction} requestId={requestId} hidden={{ cityNodeId: id }} done={t('saved')}>
      <TextInput name="cityEn" label={t('cityEn')} defaultValue={cityEn} maxLength={80} />
      <TextInput name="cityZh" label={t('cityZh')} defaultValue={cityZh} maxLength={80} lang="zh" />
      <TextInput
        name="controlUrl"
        type="url"
        label={t('controlUrl')}
        help={t('controlUrlHelp')}
        defaultValue={controlUrl}
      />
      <SubmitButton>{t('saveSettings')}</SubmitButton>
    </Form>
  );
}
