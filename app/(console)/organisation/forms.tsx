'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Radio, Select, TextInput, type Option } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Notice } from '#components/ui/notice.tsx';
import {
  changeRoleAction,
  createApiTokenAction,
  inviteMemberAction,
  removeMemberAction,
  renameOrganisationAction,
  revokeApiTokenAction,
  revokeInvitationAction,
} from './actions.ts';

export function RenameForm({ requestId, name }: { requestId: string; name: string }) {
  const t = useTranslations('organisation');
  return (
    <Form action={renameOrganisationAction} requestId={requestId} done={t('saved')}>
      <TextInput
        name="name"
        label={t('name')}
        help={t('nameHelp')}
        defaultValue={name}
        autoComplete="organization"
      />
      <SubmitButton>{t('rename')}</SubmitButton>
    </Form>
  );
}

/** Each role in one sentence, so that nobody has to guess what it opens. */
export function InviteForm({
  requestId,
  locale,
  roles,
}: {
  requestId: string;
  locale: string;
  roles: readonly string[];
}) {
  const t = useTranslations('organisation');
  return (
    <Form
      action={inviteMemberAction}
      requestId={requestId}
      hidden={{ locale }}
      done={({ email }) => t('invited', { email })}
    >
      <TextInput name="email" type="email" label={t('email')} inputMode="email" autoComplete="off" />
      <Radio
        name="role"
        label={t('roleLabel')}
        defaultValue={roles.includes('developer') ? 'developer' : roles.at(-1)}
        options={roles.map((role) => ({
          value: role,
          label: t(`role.${role}`),
          help: t(`roleHelp.${role}`),
        }))}
      />
      <SubmitButton>{t('invite')}</SubmitButton>
    </Form>
  );
}

export function RevokeInvitationForm({ invitationId, email }: { invitationId: string; email: string }) {
  const t = useTranslations('organisation');
  return (
    <Form action={revokeInvitationAction} hidden={{ invitationId }} className="inline-grid">
      <SubmitButton look="secondary" size="s">
        {t('takeBack')}
        <span className="sr-only">: {email}</span>
      </SubmitButton>
    </Form>
  );
}

export function MemberDialogs({
  userId,
  name,
  role,
  roles,
  me,
  endText,
  mayRemove,
}: {
  userId: string;
  name: string;
  role: string;
  /** Roles that the reader may give; empty when this member's role is not theirs to change. */
  roles: readonly string[];
  me: boolean;
  /** What leaving or being removed means here. */
  endText: string;
  mayRemove: boolean;
}) {
  const t = useTranslations('organisation');
  const options: Option[] = roles.map((value) => ({ value, label: t(`role.${value}`) }));
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {roles.length > 0 && (
        <ConfirmDialog
          trigger={t('changeRole')}
          look="secondary"
          size="s"
          title={t('changeRoleOf', { name })}
          text={t('changeRoleText')}
          confirm={t('changeRole')}
          action={changeRoleAction}
          hidden={{ userId }}
        >
          <Select name="role" label={t('roleLabel')} options={options} defaultValue={role} />
        </ConfirmDialog>
      )}
      {mayRemove && (
        <ConfirmDialog
          trigger={me ? t('leave') : t('remove')}
          size="s"
          title={me ? t('leaveTitle') : t('removeTitle', { name })}
          text={endText}
          confirm={me ? t('leave') : t('remove')}
          action={removeMemberAction}
          hidden={{ userId }}
        />
      )}
    </span>
  );
}

export function CreateTokenForm({ requestId, roles }: { requestId: string; roles: readonly string[] }) {
  const t = useTranslations('organisation');
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      {secret && (
        <div className="mb-5">
          <Notice tone="good" live title={t('tokenMade')}>
            <p className="mb-2">{t('tokenOnce')}</p>
            <Mono whole copy={t('token')}>
              {secret}
            </Mono>
          </Notice>
        </div>
      )}
      <Form
        action={createApiTokenAction}
        requestId={requestId}
        onDone={(made) => {
          setSecret(made.secret);
        }}
      >
        <TextInput name="name" label={t('tokenName')} help={t('tokenNameHelp')} autoComplete="off" />
        <Select
          name="role"
          label={t('roleLabel')}
          help={t('tokenRoleHelp')}
          options={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
          defaultValue={roles.includes('developer') ? 'developer' : roles[0]}
        />
        <Select
          name="lifetimeDays"
          label={t('tokenLifetime')}
          options={['30', '90', '365', 'never'].map((value) => ({ value, label: t(`lifetime.${value}`) }))}
          defaultValue="90"
        />
        <SubmitButton>{t('createToken')}</SubmitButton>
      </Form>
    </>
  );
}

export function RevokeTokenDialog({ tokenId, name }: { tokenId: string; name: string }) {
  const t = useTranslations('organisation');
  return (
    <ConfirmDialog
      trigger={
        <>
          {t('revoke')}
          <span className="sr-only">: {name}</span>
        </>
      }
      size="s"
      title={t('revokeTitle', { name })}
      text={t('revokeText')}
      confirm={t('revoke')}
      action={revokeApiTokenAction}
      hidden={{ tokenId }}
    />
  );
}
