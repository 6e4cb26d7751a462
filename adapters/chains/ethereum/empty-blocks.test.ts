import { expect, it } from 'vitest';
import { withoutEmptyBlocks } from './empty-blocks.ts';

const block = (height: number) => ({
  header: { number: `0x${height.toString(16)}` },
  transactions: height === 7 || height === 900 ? [{}] : [],
});
const state = (more: object = {}) =>
  JSON.stringify({
    best_block_number: 3000,
    blocks: Array.from({ length: 3001 }, (_, height) => block(height)),
    accounts: { '0x1': { balance: '0xffffffffffffffffffffffff', note: ': 12345678901234567890' } },
    ...more,
  });
const heights = (text: string | null) =>
  (JSON.parse(text ?? '{}') as { blocks: { header: { number: string } }[] }).blocks.map(({ header }) =>
    Number(header.number),
  );

it('keeps the first block, those with transactions, the newest, and whatever was not read', () => {
  const left = heights(withoutEmptyBlocks(state(), 3000));
  expect(left.slice(0, 4)).toEqual([0, 7, 900, 2001]);
  expect(left).toHaveLength(1003);
  expect(heights(withoutEmptyBlocks(state(), 1500)).slice(0, 4)).toEqual([0, 7, 501, 502]);
  expect(withoutEmptyBlocks(state(), -1)).toBeNull();
});

it('leaves everything else as it is', () => {
  const { blocks: _, ...rest } = JSON.parse(withoutEmptyBlocks(state(), 3000) ?? '{}') as { blocks: unknown };
  const { blocks: __, ...before } = JSON.parse(state()) as { blocks: unknown };
  expect(rest).toEqual(before);
});

it('touches no file that it would write otherwise than it read, or does not understand', () => {
  expect(withoutEmptyBlocks(state().replace('3000', '18446744073709551615'), 3000)).toBeNull();
  expect(withoutEmptyBlocks(state({ blocks: [{ other: 1 }] }), 3000)).toBeNull();
  expect(() => withoutEmptyBlocks('{', 3000)).toThrow();
});
