import { z } from 'zod';
import { AppError } from '#lib/errors/app-error.ts';

const uuid = z.uuid();

/** Where a page of a list ordered by (instant, id) ended. Opaque to callers. */
export const pageCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Undefined for the first page; throws `invalid` for what no page ever gave out. */
export function readPageCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (!cursor) return undefined;
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !uuid.safeParse(id).success) {
    throw new AppError('invalid', 'errors.badCursor', {}, { field: 'cursor' });
  }
  return { at, id };
}
