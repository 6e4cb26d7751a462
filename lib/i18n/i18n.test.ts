import { describe, expect, it } from 'vitest';
import { formatsFor } from './format.ts';
import { negotiateLocale } from './locale.ts';
import { translatorFor } from './translator.ts';

describe('language', () => {
  it.each([
    [null, 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr, en;q=0.4, zh;q=0.7', 'zh'],
    ['zh;q=0, en', 'en'],
    ['*', 'en'],
    ['xx;q=nonsense', 'en'],
  ])('%s → %s', (header, locale) => expect(negotiateLocale(header)).toBe(locale));

  it('translates, fills in, and refuses an unknown key in tests', () => {
    const t = translatorFor('zh', 'ui');
    expect(t('copied')).not.toBe(translatorFor('en', 'ui')('copied'));
    expect(() => t('no.such.key')).toThrow();
  });
});

describe('formats', () => {
  const en = formatsFor('en', 'Asia/Shanghai');
  const zh = formatsFor('zh', 'Asia/Shanghai');
  const instant = new Date('2026-11-22T18:05:09Z');

  it('writes dates as the house does', () => {
    expect(en.date(instant)).toBe('23 Nov 2026');
    expect(zh.date(instant)).toBe('2026年11月23日');
    expect(en.date(instant, 'minute')).toBe('23 Nov 2026 02:05');
    expect(en.dateIn('UTC', instant)).toBe('22 Nov 2026 18:05 UTC');
  });

  it('writes sizes, durations and distances', () => {
    expect(en.bytes(0)).toBe('0 B');
    expect(en.bytes(20_000_000_000)).toBe('20 GB');
    expect(en.duration(340)).toBe('340 ms');
    expect(en.duration(250_000)).toBe('4 min 10 s');
    expect(en.relative(new Date(instant.getTime() - 180_000), instant)).toBe('3 minutes ago');
    expect(zh.country('SG')).toBe('新加坡');
  });
});
