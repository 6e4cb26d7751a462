'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Checkbox, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { setOfferingAction } from '../actions.ts';

export function OfferingForm({
  id,
  enabled,
  noteEn,
  noteZh,
  requestId,
}: {
  id: string;
  enabled: boolean;
  noteEn: string;
  noteZh: string;
  requestId: string;
}) {
  const t = useTranslations('cityNodes');
  return (
    <Form action={setOfferingAction} requestId={requestId} hidden={{ offeringId: id }} done={t('saved')}>
      <Checkbox key={String(enabled)} name="enabled" label={t('onSale')} defaultChecked={enabled} />
      <TextInput name="noteEn" label={t('noteEn')} defaultValue={noteEn} maxLength={200} optional />
      <TextInput name="noteZh" label={t('noteZh')} defaultValue={noteZh} maxLength={200} optional />
      <SubmitButton look="secondary">{t('saveOffering')}</SubmitButton>
    </Form>
  );
}
