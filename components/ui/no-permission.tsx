import type { Actor } from '#lib/auth/actor.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkButton } from './button.tsx';

/**
 * Shown instead of a page that the reader's role does not open, or not while their organisation is suspended (pass
 * `actor` where that can be). `back` is where their role leads.
 */
export async function NoPermission({
  permission,
  back = '/',
  actor,
}: {
  permission?: Permission;
  back?: string;
  actor?: Actor;
}) {
  const t = await getTranslator('ui');
  const suspended = permission !== undefined && actor?.suspension?.withheld.has(permission);
  return (
    <div className="max-w-xl py-10">
      <h1 className="text-28">{t(suspended ? 'closedNow' : 'noPermission')}</h1>
      <p className="mt-2 text-16 text-quiet">{t(suspended ? 'closedNowText' : 'noPermissionText')}</p>
      {permission && !suspended && (
        <p className="mt-2 text-13 text-quiet">{t('noPermissionNeeds', { permission })}</p>
      )}
      <div className="mt-6">
        <LinkButton href={back}>{t('goBack')}</LinkButton>
      </div>
    </div>
  );
}
