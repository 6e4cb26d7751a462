'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { AcceptTerms } from '../accept-terms.tsx';
import { signUpAction } from '../actions.ts';

export function SignUpForm({ locale, termsId }: { locale: string; termsId: string }) {
  const t = useTranslations('auth');
  const [sentTo, setSentTo] = useState('');
  if (sentTo)
    return (
      <Notice tone="good" live title={t('lookInMailbox')}>
        {t('linkSent', { email: sentTo })}
      </Notice>
    );
  return (
    <Form action={signUpAction} hidden={{ locale, termsId }} onDone={({ email }) => setSentTo(email)}>
      <TextInput name="name" label={t('yourName')} autoComplete="name" />
      <TextInput
        name="organisation"
        label={t('organisation')}
        help={t('organisationHelp')}
        autoComplete="organization"
      />
      <TextInput name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" />
      <TextInput
        name="password"
        type="password"
        label={t('password')}
        help={t('passwordHelp')}
        autoComplete="new-password"
      />
      <AcceptTerms />
      <SubmitButton>{t('makeAccount')}</SubmitButton>
    </Form>
  );
}
