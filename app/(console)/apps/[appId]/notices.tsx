import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

/** What stands in the way, or must be known first. */
export async function AppNotices({ app }: { app: AppRecord }) {
  const notice = await noticeOf(app);
  return notice ? <div className="mb-6">{notice}</div> : null;
}

async function noticeOf(app: AppRecord) {
  const t = await getTranslator('apps');
  const order = app.order && (
    <LinkButton size="s" href={`/orders/${app.order.id}`}>
      {t('notices.openOrder', { number: app.order.number })}
    </LinkButton>
  );
  if (app.order?.state === 'deliveryFailed') {
    return (
      <Notice tone="bad" title={t('notices.failedTitle')} action={order}>
        {t('notices.failedText')}
      </Notice>
    );
  }
  switch (app.state) {
    case 'pending':
      return (
        <Notice tone="busy" title={t('notices.pendingTitle')} action={order}>
          {t('notices.pendingText')}
        </Notice>
      );
    case 'creating':
      return (
        <Notice tone="busy" title={t('notices.creatingTitle')} action={order}>
          {t('notices.creatingText')}
        </Notice>
      );
    case 'suspended':
      return (
        <Notice
          tone="warn"
          title={t(app.suspendedBy === 'operator' ? 'notices.suspendedOperator' : 'notices.suspendedOwner')}
        >
          <p>
            {t(
              app.suspendedBy === 'operator' ? 'notices.suspendedOperatorText' : 'notices.suspendedOwnerText',
            )}
          </p>
          {app.suspensionReason && <p>{t('notices.reason', { reason: app.suspensionReason })}</p>}
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="quiet" title={t('notices.neverTitle')} action={order}>
          {t('notices.neverText')}
        </Notice>
      );
    case 'retired':
      return (
        <Notice tone="quiet" title={t('notices.retiredTitle')} action={order}>
          {t('notices.retiredText')}
        </Notice>
      );
    default:
      return null;
  }
}
