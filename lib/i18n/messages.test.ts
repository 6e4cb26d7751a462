import { describe, expect, it } from 'vitest';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from './locale.ts';
import { messagesOf, namespaces, type Messages } from './messages.ts';

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') out.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) out.set(inner, text);
  }
  return out;
}

/** Names of ICU arguments and tags, whatever their order; plural branches count once. */
function placeholders(text: string): string[] {
  const found = [...text.matchAll(/\{\s*([a-zA-Z]\w*)\s*(?=[,}])/g), ...text.matchAll(/<([a-z]\w*)>/g)].map(
    (m) => m[1] ?? '',
  );
  return [...new Set(found)].sort();
}

function sources(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function file(locale: string, namespace: string): Map<string, string> {
  return flat(
    JSON.parse(readFileSync(join('lib/i18n/messages', locale, `${namespace}.json`), 'utf8')) as Messages,
  );
}

describe('messages', () => {
  it.each(locales)('%s has every namespace', (locale) => expect(namespaces(locale)).toEqual(namespaces()));

  it.each(namespaces())('%s has the same keys and placeholders in every language', (namespace) => {
    const base = file('en', namespace);
    for (const locale of locales) {
      const other = file(locale, namespace);
      expect([...other.keys()].sort()).toEqual([...base.keys()].sort());
      for (const [key, text] of base) {
        expect(placeholders(other.get(key) ?? ''), `${locale} ${namespace}.${key}`).toEqual(
          placeholders(text),
        );
        expect(text.trim(), `${namespace}.${key} is empty`).not.toBe('');
      }
    }
  });

  it('every literal key that a page or component asks for exists', () => {
    const missing: string[] = [];
    for (const path of [...sources('app'), ...sources('components'), ...sources('lib')]) {
      const code = readFileSync(path, 'utf8');
      const named = [
        ...code.matchAll(/const (\w+) = (?:await getTranslator|useTranslations)\('([\w-]+)'\)/g),
      ];
      for (const [, name, namespace = ''] of named) {
        if (named.filter(([, other]) => other === name).length > 1) continue; // one name for two namespaces: cannot tell
        const keys = flat(messagesOf('en', namespace));
        for (const [, key = ''] of code.matchAll(new RegExp(`\\b${name}(?:\\.rich)?\\(\\s*'([^']+)'`, 'g')))
          if (!keys.has(key)) missing.push(`${path}: ${namespace}.${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
