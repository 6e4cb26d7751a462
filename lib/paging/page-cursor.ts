import { z } from 'zod';
import { AppError } from '#lib/errors/app-error.ts';

const uuid = z.uuid();

/** Where a page of a list ordered by (instant, id) ended. Opaque to callers. */
export const pageCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Undefined for the first page; throws `invalid` for what no page ever gave out. */
export function readPageCursor(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (!cursor) return undefined;
  const read = placeOf(cursor);
  if (!read) throw new AppError('invalid', 'errors.badCursor', {}, { field: 'cursor' });
  return read;
}

function placeOf(cursor: string): { at: Date; id: string } | null {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) || !uuid.safeParse(id).success ? null : { at, id };
}

/** A list's `cursor` in its input: what no page gave out is the input's fault, so that a page can start from the first. */
export const pageCursorField = z
  .string()
  .max(200)
  .refine((cursor) => cursor === '' || placeOf(cursor) !== null, 'errors.badCursor')
  .optional();
