import { AppError } from './app-error.ts';

/** Nothing that a door takes is nested half as deep; what walks through it later must not run out of stack. */
const deepest = 40;

/**
 * PostgreSQL's text holds every character but NUL, so it is refused at the doors, by the name of its field; and so is what
 * is nested without measure.
 */
export function refuseNul(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && value.includes('\0'))
    throw new AppError('invalid', 'errors.nulCharacter', {}, { field: path.join('.') });
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= deepest) throw new AppError('invalid', 'errors.tooDeep', { limit: deepest });
  for (const [name, inner] of Object.entries(value)) refuseNul(inner, [...path, name]);
}
