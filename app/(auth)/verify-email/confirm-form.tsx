'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { confirmEmailAction } from '../actions.ts';

export function ConfirmForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('auth');
  return (
    <Form action={confirmEmailAction} hidden={{ token }}>
      {/* Tells password managers whose password is meant. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextInput
        name="password"
        type="password"
        label={t('password')}
        help={t('confirmPasswordHelp')}
        autoComplete="current-password"
      />
      <SubmitButton>{t('confirmAndSignIn')}</SubmitButton>
    </Form>
  );
}
