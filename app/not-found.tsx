import { frame } from '#app/frame.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { PublicShell } from '#components/shell/shell.tsx';
import { NothingHere } from '#components/ui/nothing-here.tsx';

export async function generateMetadata() {
  const t = await getTranslator('ui');
  return { title: t('notFoundTitle') };
}

export default async function NotFound() {
  return (
    <PublicShell {...await frame()}>
      <NothingHere back="/" />
    </PublicShell>
  );
}
