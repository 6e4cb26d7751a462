import { Form } from '#components/form/form.tsx';
import { TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { renameAction, resumeAction, retireAction, suspendAction } from '../actions.ts';

export async function SettingsTab({ actor, app }: { actor: Actor; app: AppRecord }) {
  if (!actor.can.has('app.manage'))
    return <NoPermission permission="app.manage" back={`/apps/${app.id}`} actor={actor} />;
  const t = await getTranslator('apps');
  const hidden = { appId: app.id };
  const { name } = app;
  const held = app.suspendedBy === 'operator';
  return (
    <>
      <Section title={t('settings.rename')}>
        <Form action={renameAction} requestId={newId()} hidden={hidden} done={t('settings.renamed')}>
          <TextInput
            name="name"
            label={t('settings.name')}
            help={t('settings.nameHelp')}
            defaultValue={name}
            maxLength={60}
            autoComplete="off"
          />
          <SubmitButton look="secondary">{t('settings.rename')}</SubmitButton>
        </Form>
      </Section>
      {app.state === 'active' && (
        <Section title={t('settings.suspend')} lead={t('settings.suspendText')}>
          <ConfirmDialog
            trigger={t('settings.suspend')}
            title={t('settings.suspendConfirm', { name })}
            text={t('settings.suspendText')}
            confirm={t('settings.suspend')}
            action={suspendAction}
            requestId={newId()}
            hidden={hidden}
          >
            <TextInput
              name="reason"
              label={t('settings.suspendReason')}
              help={t('settings.suspendReasonHelp')}
              optional
              maxLength={300}
            />
          </ConfirmDialog>
        </Section>
      )}
      {app.state === 'suspended' && !held && (
        <Section title={t('settings.resume')} lead={t('settings.resumeText')}>
          <Form action={resumeAction} requestId={newId()} hidden={hidden}>
            <SubmitButton>{t('settings.resume')}</SubmitButton>
          </Form>
        </Section>
      )}
      {(app.state === 'active' || app.state === 'suspended') && !held && (
        <Section title={t('settings.retire')} lead={t('settings.retireText')}>
          <RetireDialog app={app} />
        </Section>
      )}
    </>
  );
}

/** The dialog's own check is a help; the verb wants the name again. */
async function RetireDialog({ app }: { app: AppRecord }) {
  const t = await getTranslator('apps');
  return (
    <ConfirmDialog
      trigger={t('settings.retire')}
      title={t('settings.retireTitle', { name: app.name })}
      text={t('settings.retireText')}
      confirm={t('settings.retire')}
      action={retireAction}
      requestId={newId()}
      hidden={{ appId: app.id }}
    >
      <TextInput
        name="confirmName"
        label={t('settings.retireTyped', { name: app.name })}
        autoComplete="off"
        maxLength={60}
      />
    </ConfirmDialog>
  );
}
