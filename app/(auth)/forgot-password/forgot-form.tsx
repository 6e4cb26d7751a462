'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { requestPasswordResetAction } from '../actions.ts';

export function ForgotForm() {
  const t = useTranslations('auth');
  return (
    <Form action={requestPasswordResetAction} done={({ email }) => t('resetSent', { email })}>
      <TextInput name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" />
      <SubmitButton>{t('sendLink')}</SubmitButton>
    </Form>
  );
}
