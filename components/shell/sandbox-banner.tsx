import Link from 'next/link';
import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Stands above every page in sandbox mode. */
export async function SandboxBanner() {
  const t = await getTranslator('ui');
  return (
    <aside aria-label={t('sandbox')} className="tinted border-b border-line text-13 [--tint:var(--warn)]">
      <div className="mx-auto flex max-w-7xl flex-wrap gap-x-3 px-4 py-1.5 sm:px-6">
        <span className="font-semibold text-warn">{t('sandbox')}</span>
        <span className="max-sm:hidden">{t('sandboxText')}</span>
        <span className="sm:hidden">{t('sandboxShort')}</span>
        <Link prefetch={false} href="/sandbox/mailbox" className="ml-auto underline underline-offset-3">
          {t('mailbox')}
        </Link>
      </div>
    </aside>
  );
}
