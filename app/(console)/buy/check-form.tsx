'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { createQuoteAction } from './actions.ts';

/** The app's name, and the question to the city nodes whether they will hold what was chosen. */
export function CheckForm({
  requestId,
  cart,
  name,
}: {
  requestId: string;
  /** What the verb takes, as JSON. */
  cart: string;
  name: string;
}) {
  const t = useTranslations('buy');
  return (
    <Form action={createQuoteAction} requestId={requestId} hidden={{ cart }}>
      <TextInput
        name="appName"
        label={t('check.name')}
        help={t('check.nameHelp')}
        defaultValue={name}
        maxLength={60}
        autoComplete="off"
      />
      <SubmitButton pending={t('check.asking')}>{t('check.go')}</SubmitButton>
    </Form>
  );
}
