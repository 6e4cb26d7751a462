import { expect, it } from 'vitest';
import { heightOf } from './get-app.ts';

it.each([
  ['the chain’s head', 757, 648, { height: 757, heightOf: 'chain' }],
  ['never behind a block of the app’s own', 757, 760, { height: 760, heightOf: 'chain' }],
  ['the head of a chain with nothing of the app', 757, null, { height: 757, heightOf: 'chain' }],
  ['what it is where no head is known', null, 12, { height: 12, heightOf: 'app' }],
  ['nothing where nothing is known', null, null, { height: null, heightOf: 'app' }],
])('a height is %s', (_, head, own, told) => {
  expect(heightOf(head, own)).toEqual(told);
});
