import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLocale, type Locale } from './locale.ts';

export type Messages = { [key: string]: string | Messages };

/**
 * Messages are files, `lib/i18n/messages/<locale>/<namespace>.json`, read at run time from the working directory: so web, worker
 * and scripts share one loader and a new namespace needs no list to be kept. next.config.js traces them into the standalone build.
 */
const root = join(/*turbopackIgnore: true*/ process.cwd(), 'lib', 'i18n', 'messages');
const loaded = new Map<string, Messages>();
const keep = process.env.NODE_ENV === 'production';

/** All texts of one namespace; a key that a language lacks is taken from the default language. Throws on an unknown namespace. */
export function messagesOf(locale: Locale, namespace: string): Messages {
  if (!/^[a-z][a-zA-Z-]*$/.test(namespace)) throw new Error(`not a message namespace: ${namespace}`);
  const id = `${locale}/${namespace}`;
  const known = loaded.get(id);
  if (known) return known;
  const own = read(locale, namespace);
  const messages = locale === defaultLocale ? own : merge(read(defaultLocale, namespace), own);
  if (keep) loaded.set(id, messages);
  return messages;
}

export function namespaces(locale: Locale = defaultLocale): string[] {
  return readdirSync(join(root, locale))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

function read(locale: Locale, namespace: string): Messages {
  return JSON.parse(readFileSync(join(root, locale, `${namespace}.json`), 'utf8')) as Messages; // our own file, checked by messages.test.ts
}

function merge(base: Messages, over: Messages): Messages {
  const out: Messages = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const under = out[key];
    out[key] = typeof value === 'object' && typeof under === 'object' ? merge(under, value) : value;
  }
  return out;
}
