import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkButton } from './button.tsx';

/** What a reader sees where there is nothing, or nothing of theirs: the two must look the same. */
export async function NothingHere({ back }: { back: string }) {
  const t = await getTranslator('ui');
  return (
    <div className="max-w-xl py-10">
      <p className="figures text-14 text-quiet">404</p>
      <h1 className="text-28">{t('notFoundTitle')}</h1>
      <p className="mt-2 text-16 text-quiet">{t('notFoundText')}</p>
      <div className="mt-6">
        <LinkButton href={back}>{t('goBack')}</LinkButton>
      </div>
    </div>
  );
}
