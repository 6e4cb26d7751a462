import { expect, it } from 'vitest';
import { preferredWait } from './prefer-wait.ts';

it.each([
  [null, 0],
  ['', 0],
  ['wait=10', 10],
  ['WAIT = 7', 7],
  ['respond-async, wait=3', 3],
  ['respond-async; wait="4"', 4],
  ['wait=9999', 20],
  ['wait=-1', 0],
  ['wait=1.5', 0],
  ['wait=soon', 0],
  ['nowait=5', 0],
])('%s means %i s', (header, seconds) => {
  expect(preferredWait(header)).toBe(seconds);
});
