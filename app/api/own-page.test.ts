import { expect, it } from 'vitest';
import { isFromElsewhere, isFromOwnPage } from './own-page.ts';

const asked = (origin?: string) => ({
  headers: new Headers({ host: 'portal.test:3000', ...(origin === undefined ? {} : { origin }) }),
});

it.each([
  ['http://portal.test:3000', true, false],
  ['https://portal.test:3000', true, false],
  ['http://portal.test', false, true],
  ['https://evil.test', false, true],
  ['https://portal.test:3000.evil.test', false, true],
  ['https://portal.test:3000@evil.test', false, true],
  ['null', false, true],
  ['', false, true],
  [undefined, false, false],
])('knows by the origin %s whose page it was', (origin, own, elsewhere) => {
  expect(isFromOwnPage(asked(origin))).toBe(own);
  expect(isFromElsewhere(asked(origin))).toBe(elsewhere);
});
