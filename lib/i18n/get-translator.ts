import { requestLocale } from './request-locale.ts';
import { translatorFor, type Translator } from './translator.ts';

/** The texts of one namespace in the reader's language, for server components, actions and route handlers. */
export async function getTranslator(namespace: string): Promise<Translator> {
  return translatorFor(await requestLocale(), namespace);
}
