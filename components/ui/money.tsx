import { languageTags } from '#lib/i18n/locale.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import type { Money as Amount } from '#lib/money/money.ts';
import { MoneyText } from './money-text.tsx';

/** An amount in the reader's language, on the server. In the browser: MoneyText with `tag={useLocale()}`. */
export async function Money(props: { amount: Amount; per?: string; signed?: boolean }) {
  return <MoneyText {...props} tag={languageTags[await requestLocale()]} />;
}
