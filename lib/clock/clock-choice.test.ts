import { expect, it } from 'vitest';
import { targetOf } from './clock-choice.ts';

const now = new Date('2026-11-25T08:00:00Z');
const zone = 'Asia/Shanghai';

it.each([
  ['hour', '', '2026-11-25T09:00:00.000Z'],
  ['week', '', '2026-12-02T08:00:00.000Z'],
  ['weekEnd', '', '2026-11-29T16:00:00.000Z'],
  ['other', '2026-12-01T00:30', '2026-11-30T16:30:00.000Z'],
] as const)('%s %s means %s', (by, at, means) => {
  expect(targetOf({ by, at }, now, zone).toISOString()).toBe(means);
});

it('refuses a time that is none, at its field', () => {
  for (const at of ['', 'soon', '2026-02-31T00:00'])
    expect(() => targetOf({ by: 'other', at }, now, zone)).toThrow('clockWhenMissing');
});
