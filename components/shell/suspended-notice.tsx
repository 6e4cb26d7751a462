import { getTranslator } from '#lib/i18n/get-translator.ts';
import { Notice } from '#components/ui/notice.tsx';

/** Above every page of a suspended organisation's console: why, what that means, and whom to ask. */
export async function SuspendedNotice({ name, reason, ask }: { name: string; reason: string; ask: string }) {
  const t = await getTranslator('organisation');
  return (
    <div className="mb-6">
      <Notice
        tone="bad"
        title={t('suspendedTitle', { name })}
        action={
          <a className="link" href={`mailto:${ask}`}>
            {t('suspendedAsk')}
          </a>
        }
      >
        {reason && <p>{t('suspendedReason', { reason })}</p>}
        <p>{t('suspendedText')}</p>
      </Notice>
    </div>
  );
}
