import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkButton } from './button.tsx';

/** Shown instead of a page that the reader's role does not open. `back` is where their role leads. */
export async function NoPermission({ permission, back = '/' }: { permission?: string; back?: string }) {
  const t = await getTranslator('ui');
  return (
    <div className="max-w-xl py-10">
      <h1 className="text-28">{t('noPermission')}</h1>
      <p className="mt-2 text-16 text-quiet">{t('noPermissionText')}</p>
      {permission && <p className="mt-2 text-13 text-quiet">{t('noPermissionNeeds', { permission })}</p>}
      <div className="mt-6">
        <LinkButton href={back}>{t('goBack')}</LinkButton>
      </div>
    </div>
  );
}
