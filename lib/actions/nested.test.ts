import { expect, it } from 'vitest';
import { nested } from './nested.ts';

it('nests a form’s fields, numbers as lists', () => {
  expect(nested({ 'a.b': '1', 'l.0.x': 'p', 'l.2.x': 'q', c: '2' })).toEqual({
    a: { b: '1' },
    l: [{ x: 'p' }, { x: 'q' }],
    c: '2',
  });
});

it('cannot be led out of the data: neither to the prototype nor to the functions that all objects share', () => {
  nested(JSON.parse('{"__proto__.polluted":"1","constructor.prototype.polluted":"1"}'));
  nested({ 'hasOwnProperty.call': 'x', 'toString.polluted': '1', 'a.hasOwnProperty.call': 'x' });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.prototype.hasOwnProperty.call({ a: 1 }, 'a')).toBe(true);
  expect('polluted' in Object.prototype.toString).toBe(false);
});

it('takes a name of thousands of steps as it is', () => {
  const endless = 'a.'.repeat(100_000);
  expect(nested({ [endless]: '1' })).toEqual({ [endless]: '1' });
});
