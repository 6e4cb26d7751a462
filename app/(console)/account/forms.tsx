'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Select, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import {
  changePasswordAction,
  createOrganisationAction,
  endOtherSessionsAction,
  endSessionAction,
  switchOrganisationAction,
  updateProfileAction,
} from './actions.ts';

const languages = [
  { value: 'en', label: 'English' },
  { value: 'zh', label: '中文' },
];

export function ProfileForm({ name, locale }: { name: string; locale: string }) {
  const t = useTranslations('account');
  return (
    <Form action={updateProfileAction} done={t('saved')}>
      <TextInput name="name" label={t('name')} defaultValue={name} autoComplete="name" />
      <Select
        name="locale"
        label={t('language')}
        help={t('languageHelp')}
        options={languages}
        defaultValue={locale}
      />
      <SubmitButton>{t('save')}</SubmitButton>
    </Form>
  );
}

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('account');
  return (
    <Form action={changePasswordAction} done={t('passwordChanged')}>
      {/* Tells password managers whose password is meant. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextInput
        name="current"
        type="password"
        label={t('currentPassword')}
        autoComplete="current-password"
      />
      <TextInput
        name="password"
        type="password"
        label={t('newPassword')}
        help={t('newPasswordHelp')}
        autoComplete="new-password"
      />
      <SubmitButton>{t('changePassword')}</SubmitButton>
    </Form>
  );
}

export function EndSessionForm({ sessionId, label }: { sessionId: string; label: string }) {
  const t = useTranslations('account');
  return (
    <Form action={endSessionAction} hidden={{ sessionId }} className="inline-grid">
      <SubmitButton look="secondary" size="s">
        {t('endSession')}
        <span className="sr-only">: {label}</span>
      </SubmitButton>
    </Form>
  );
}

export function EndOtherSessionsForm() {
  const t = useTranslations('account');
  return (
    <Form action={endOtherSessionsAction} className="mt-4 grid max-w-xl gap-4">
      <SubmitButton look="secondary">{t('endOthers')}</SubmitButton>
    </Form>
  );
}

export function SwitchForm({ orgId, name }: { orgId: string; name: string }) {
  const t = useTranslations('account');
  return (
    <Form action={switchOrganisationAction} hidden={{ orgId }} className="inline-grid">
      <SubmitButton look="secondary" size="s">
        {t('actFor')}
        <span className="sr-only">: {name}</span>
      </SubmitButton>
    </Form>
  );
}

export function CreateOrganisationForm({ requestId }: { requestId: string }) {
  const t = useTranslations('account');
  return (
    <Form action={createOrganisationAction} requestId={requestId}>
      <TextInput name="name" label={t('organisationName')} autoComplete="organization" />
      <SubmitButton>{t('createOrganisation')}</SubmitButton>
    </Form>
  );
}
