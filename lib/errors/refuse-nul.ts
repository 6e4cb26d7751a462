import { AppError } from './app-error.ts';

/** PostgreSQL's text holds every character but NUL, so it is refused at the doors, by the name of its field. */
export function refuseNul(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && value.includes('\0'))
    throw new AppError('invalid', 'errors.nulCharacter', {}, { field: path.join('.') });
  if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) refuseNul(inner, [...path, name]);
}
