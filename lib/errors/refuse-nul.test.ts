import { expect, it } from 'vitest';
import { refuseNul } from './refuse-nul.ts';

it('names the field that holds a NUL character, however deep', () => {
  expect(() => refuseNul({ nodes: [{ name: 'a' }, { name: 'b\0' }] })).toThrow(
    expect.objectContaining({ code: 'invalid', field: 'nodes.1.name' }),
  );
});

it('lets everything else pass', () => {
  refuseNul({ text: 'line\n\ttab \\u0000 写', number: 1, nothing: null, list: [true, undefined] });
});

it('refuses what is nested so deep that whoever walks through it runs out of stack', () => {
  const nest = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
  refuseNul(nest(40));
  for (const levels of [41, 100_000])
    expect(() => refuseNul(nest(levels))).toThrow(
      expect.objectContaining({ code: 'invalid', messageId: 'errors.tooDeep' }),
    );
});
