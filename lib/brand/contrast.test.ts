import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brandFrom, brandPayload, defaultBrand, grounds, hrefField } from './brand.ts';
import { contrast, inkOn, legible, legibleOn } from './contrast.ts';

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

it('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
});

it('whatever the operator picks can be read: on the page, and with text on it', () => {
  fc.assert(
    fc.property(colour, colour, (light, dark) => {
      const { colours } = brandFrom({ ...defaultBrand, colours: { light, dark } }, 1);
      for (const theme of ['light', 'dark'] as const) {
        const { brand, brandInk } = colours[theme];
        expect(contrast(brand, brandInk)).toBeGreaterThanOrEqual(legible);
        for (const ground of grounds[theme]) expect(contrast(brand, ground)).toBeGreaterThanOrEqual(legible);
      }
    }),
  );
});

it('leaves a legible colour as it is and keeps the ink readable on any colour', () => {
  expect(legibleOn('#0f4c81', grounds.light)).toBe('#0f4c81');
  fc.assert(fc.property(colour, (any) => contrast(any, inkOn(any)) >= legible));
});

it('has a complete default, and refuses links that run or lead astray', () => {
  expect(brandPayload.parse(defaultBrand)).toEqual(defaultBrand);
  for (const href of [
    'javascript:alert(1)',
    'http://plain.test',
    '//evil.test',
    'data:text/html,x',
    'mailto:x',
  ])
    expect(hrefField.safeParse(href).success).toBe(false);
  for (const href of ['https://a.test/x', '/legal/terms', 'mailto:a@b.test'])
    expect(hrefField.safeParse(href).success).toBe(true);
});
