import { expect, it } from 'vitest';
import { containing } from './containing.ts';
import { pageCursor, pageCursorField, readPageCursor } from './page-cursor.ts';
import { pageOf } from './page.ts';

const at = new Date('2026-11-25T08:00:00.123Z');
const rows = ['1', '2', '3'].map((n) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, at }));

it('cuts off the row beyond the limit, and says where the page ended', () => {
  const page = pageOf(rows, 2, (row) => row.at);
  expect(page.rows).toEqual(rows.slice(0, 2));
  expect(readPageCursor(page.nextCursor ?? '')).toEqual({ at, id: rows[1]?.id });
  expect(pageOf(rows, 3, (row) => row.at).nextCursor).toBeNull();
  expect(pageOf([], 3, () => at)).toEqual({ rows: [], nextCursor: null });
});

it('refuses a cursor that no page gave', () => {
  expect(readPageCursor(undefined)).toBeUndefined();
  for (const forged of ['x', pageCursor(at, '-'.repeat(36)), pageCursor(at, "' or true --")])
    expect(() => readPageCursor(forged)).toThrow('invalid');
  expect(pageCursorField.safeParse('x').error?.issues).toMatchObject([{ message: 'errors.badCursor' }]);
  expect(pageCursorField.parse(pageCursor(at, '00000000-0000-4000-8000-000000000001'))).toBeTruthy();
});

it('takes wildcards in a search as they are written', () => {
  expect(containing('50%_\\')).toBe('%50\\%\\_\\\\%');
});
