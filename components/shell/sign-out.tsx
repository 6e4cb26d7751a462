import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Ends the session: a plain form, so it works before and without scripts. */
export async function SignOut() {
  const t = await getTranslator('nav');
  return (
    <form method="post" action="/api/sign-out">
      <button className="block w-full rounded-md px-3 py-1.5 text-left text-14 text-quiet hover:bg-surface hover:text-text pointer-coarse:py-2.5">
        {t('signOut')}
      </button>
    </form>
  );
}
