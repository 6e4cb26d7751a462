import type { ReactNode } from 'react';
import { createTranslator, _createCache, _createIntlFormatters } from 'use-intl/core';
import { languageTags, type Locale } from './locale.ts';
import { messagesOf } from './messages.ts';

export type TextValues = Record<string, string | number | bigint | Date | null | undefined>;
export type RichValues = Record<
  string,
  string | number | bigint | Date | null | undefined | ((chunks: ReactNode) => ReactNode)
>;

/** Turns a key of one namespace into text. `rich` takes functions for tags in the text, `has` tells whether the key exists. */
export type Translator = {
  (key: string, values?: TextValues): string;
  rich(key: string, values?: RichValues): ReactNode;
  has(key: string): boolean;
  readonly locale: Locale;
};

const cache = _createCache();
const formatters = _createIntlFormatters(cache);

/** A translator for one namespace, for use anywhere (mail, PDF, pages). A missing key is an error where tests run, and reads as its own name elsewhere. */
export function translatorFor(locale: Locale, namespace: string, timeZone = 'UTC'): Translator {
  const translate = createTranslator({
    locale: languageTags[locale],
    // Keys are checked against the files by messages.test.ts, not by the compiler.
    messages: messagesOf(locale, namespace) as Record<string, string>,
    timeZone,
    _cache: cache,
    _formatters: formatters,
    onError(error) {
      if (process.env.NODE_ENV === 'test') throw error;
      console.warn(`i18n: ${namespace}: ${error.message}`);
    },
    getMessageFallback: ({ key }) => `${namespace}.${key}`,
  });
  const text = (key: string, values?: TextValues) => translate(key, values as Record<string, string>);
  return Object.assign(text, {
    rich: (key: string, values?: RichValues) => translate.rich(key, values as Record<string, string>),
    has: (key: string) => translate.has(key),
    locale,
  });
}
