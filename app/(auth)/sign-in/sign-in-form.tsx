'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { signInAction } from '../actions.ts';

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth');
  return (
    <Form action={signInAction} hidden={{ next }}>
      <TextInput name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" />
      <TextInput name="password" type="password" label={t('password')} autoComplete="current-password" />
      <SubmitButton>{t('signIn')}</SubmitButton>
    </Form>
  );
}
