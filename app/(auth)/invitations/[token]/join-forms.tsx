'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { AcceptTerms } from '../../accept-terms.tsx';
import { acceptAsNewAction, acceptInvitationAction } from '../../actions.ts';

export function JoinForm({ token, organisation }: { token: string; organisation: string }) {
  const t = useTranslations('auth');
  return (
    <Form action={acceptInvitationAction} hidden={{ token }}>
      <SubmitButton>{t('join', { organisation })}</SubmitButton>
    </Form>
  );
}

export function JoinAsNewForm({
  token,
  email,
  locale,
  termsId,
}: {
  token: string;
  email: string;
  locale: string;
  termsId: string;
}) {
  const t = useTranslations('auth');
  return (
    <Form action={acceptAsNewAction} hidden={{ token, locale, termsId }}>
      <p>{t('newAccountFor', { email })}</p>
      {/* Tells password managers whose password is meant. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextInput name="name" label={t('yourName')} autoComplete="name" />
      <TextInput
        name="password"
        type="password"
        label={t('password')}
        help={t('passwordHelp')}
        autoComplete="new-password"
      />
      <AcceptTerms />
      <SubmitButton>{t('makeAccountAndJoin')}</SubmitButton>
    </Form>
  );
}
