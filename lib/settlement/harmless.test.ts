import { expect, it } from 'vitest';
import { harmless } from './harmless.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['-12.50', '-12.50'],
  ['-7', '-7'],
  ['Hangzhou Cloud Ltd', 'Hangzhou Cloud Ltd'],
  ['', ''],
])('%j is written as %j', (cell, written) => {
  expect(harmless(cell)).toBe(written);
});
