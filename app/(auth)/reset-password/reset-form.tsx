'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { resetPasswordAction } from '../actions.ts';

export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('auth');
  return (
    <Form action={resetPasswordAction} hidden={{ token }}>
      {/* Tells password managers whose password is meant. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextInput
        name="password"
        type="password"
        label={t('newPassword')}
        help={t('passwordHelp')}
        autoComplete="new-password"
      />
      <SubmitButton>{t('setPassword')}</SubmitButton>
    </Form>
  );
}
