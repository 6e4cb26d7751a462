'use client';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { approveCityNodeAction, pauseCityNodeAction, resumeCityNodeAction } from '../actions.ts';

/** The one step that the node's state allows. */
export function StateActions({
  id,
  name,
  state,
  requestId,
}: {
  id: string;
  name: string;
  state: 'enrolled' | 'active' | 'paused' | 'retired';
  requestId: string;
}) {
  const t = useTranslations('cityNodes');
  const about = { requestId, hidden: { cityNodeId: id } };
  if (state === 'enrolled')
    return (
      <ConfirmDialog
        key={state}
        {...about}
        look="primary"
        trigger={t('approve')}
        title={t('approveTitle', { node: name })}
        text={t('approveText')}
        confirm={t('approveConfirm')}
        action={approveCityNodeAction}
      />
    );
  if (state === 'active')
    return (
      <ConfirmDialog
        key={state}
        {...about}
        look="secondary"
        trigger={t('pause')}
        title={t('pauseTitle', { node: name })}
        text={t('pauseText')}
        confirm={t('pauseConfirm')}
        action={pauseCityNodeAction}
      />
    );
  if (state === 'paused')
    return (
      <ConfirmDialog
        key={state}
        {...about}
        look="primary"
        trigger={t('resume')}
        title={t('resumeTitle', { node: name })}
        text={t('resumeText')}
        confirm={t('resumeConfirm')}
        action={resumeCityNodeAction}
      />
    );
  return null;
}
