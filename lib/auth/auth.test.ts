import { expect, it } from 'vitest';
import { testActor } from '#db/testing/test-actor.ts';
import { clientAddress, subscriberOf } from './client-address.ts';
import { landingOf, safeNext } from './landing.ts';
import { rightsOf } from './user-actor.ts';

it.each([
  ['/apps?tab=1#x', '/apps?tab=1#x'],
  ['/', '/'],
  ['https://evil.test/', null],
  ['//evil.test', null],
  ['/\\evil.test', null],
  ['/\t/evil.test', null],
  ['\\/evil.test', null],
  ['/%2F/evil.test', '/%2F/evil.test'],
  ['/./..//evil.test', null],
  ['javascript:alert(1)', null],
  ['apps', null],
  ['', null],
  [null, null],
])('goes on to %s as %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

it.each([
  ['administrator', '/operator'],
  ['operator', '/operator'],
  ['approver', '/operator'],
  ['support', '/operator'],
  ['finance', '/finance'],
  ['owner', '/apps'],
  ['viewer', '/apps'],
] as const)('%s lands on %s', (role, path) => {
  expect(landingOf(testActor({ role }))).toBe(path);
});

it.each([
  ['203.0.113.9', 0, ''],
  ['203.0.113.9', 1, '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9', 1, '203.0.113.9'],
  ['6.6.6.6, 203.0.113.9, 10.0.0.1', 2, '203.0.113.9'],
  ['203.0.113.9', 2, ''],
  ['nonsense', 1, ''],
  ['203.0.113.9:4711', 1, '203.0.113.9'],
  ['[2001:db8::1]:4711', 1, '2001:db8::1'],
  [null, 1, ''],
])('of %s behind %i proxies believes %s', (header, proxies, address) => {
  expect(clientAddress(header, proxies)).toBe(address);
});

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('counts %s as %s', (address, subscriber) => {
  expect(subscriberOf(address)).toBe(subscriber);
});

it('gives nothing to an unknown role, and reading only to a suspended organisation', () => {
  expect(rightsOf('emperor', null).can.size).toBe(0);
  expect(rightsOf('constructor', null).can.size).toBe(0);
  expect(rightsOf(null, null).can.size).toBe(0);
  expect([...rightsOf('owner', 'unpaid').can].every((permission) => permission.endsWith('.read'))).toBe(true);
});
