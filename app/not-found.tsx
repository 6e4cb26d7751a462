import { frame } from '#app/frame.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { PublicShell } from '#components/shell/shell.tsx';
import { LinkButton } from '#components/ui/button.tsx';

export async function generateMetadata() {
  const t = await getTranslator('ui');
  return { title: t('notFoundTitle') };
}

export default async function NotFound() {
  const t = await getTranslator('ui');
  return (
    <PublicShell {...await frame()}>
      <div className="max-w-xl py-10">
        <p className="figures text-14 text-quiet">404</p>
        <h1 className="text-28">{t('notFoundTitle')}</h1>
        <p className="mt-2 text-16 text-quiet">{t('notFoundText')}</p>
        <div className="mt-6">
          <LinkButton href="/">{t('toStart')}</LinkButton>
        </div>
      </div>
    </PublicShell>
  );
}
