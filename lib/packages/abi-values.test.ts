import { describe, expect, it } from 'vitest';
import type { AbiParameter } from './abi.ts';
import { convertArguments } from './abi-values.ts';

const one = (type: string, given: unknown, components?: AbiParameter[]) =>
  convertArguments([{ name: 'x', type, components }], [given]);
const value = (type: string, given: unknown, components?: AbiParameter[]) => {
  const result = one(type, given, components);
  return result.ok ? result.values[0] : result.faults.map(({ path, messageId }) => `${path} ${messageId}`);
};

describe('arguments', () => {
  it.each([
    ['uint256', ' 42 ', '42'],
    ['uint256', 7, '7'],
    ['uint8', '0xff', '255'],
    ['int8', '-128', '-128'],
    ['uint256', (2n ** 256n - 1n).toString(), (2n ** 256n - 1n).toString()],
    ['bool', 'TRUE', true],
    ['bool', false, false],
    ['string', ' kept ', ' kept '],
    ['address', `0x${'AB'.repeat(20)}`, `0x${'ab'.repeat(20)}`],
    ['bytes', '0x', '0x'],
    ['bytes4', '0xDEADBEEF', '0xdeadbeef'],
    ['uint8[]', '1, 2\n3', ['1', '2', '3']],
    ['uint8[2]', '["1","2"]', ['1', '2']],
    ['string[]', '', []],
  ])('%s from %j', (type, given, wanted) => expect(value(type, given)).toEqual(wanted));

  it.each([
    ['uint8', '256', 'x apps.argument.integer'],
    ['uint256', '-1', 'x apps.argument.integer'],
    ['int8', '128', 'x apps.argument.integer'],
    ['uint256', '1.5', 'x apps.argument.integer'],
    ['bool', 'yes', 'x apps.argument.bool'],
    ['address', '0x12', 'x apps.argument.address'],
    ['bytes32', '0xab', 'x apps.argument.bytes'],
    ['bytes', 'ab', 'x apps.argument.bytes'],
    ['uint8[2]', '1', 'x apps.argument.array'],
    ['uint8[]', '1, 300', 'x[1] apps.argument.integer'],
    ['string', 7, 'x apps.argument.text'],
  ])('%s refuses %j', (type, given, wanted) => expect(value(type, given)).toEqual([wanted]));

  it('reads tuples by position and by name, also inside lists', () => {
    const components = [
      { name: 'to', type: 'address' },
      { name: 'amount', type: 'uint64' },
    ];
    const to = `0x${'11'.repeat(20)}`;
    expect(value('tuple', { to, amount: 5 }, components)).toEqual([to, '5']);
    expect(value('tuple[]', JSON.stringify([[to, '5']]), components)).toEqual([[to, '5']]);
    expect(value('tuple[]', JSON.stringify([[to, '-5']]), components)).toEqual([
      'x[0].amount apps.argument.integer',
    ]);
  });

  it('counts', () => expect(convertArguments([], ['1'])).toMatchObject({ ok: false }));
});
