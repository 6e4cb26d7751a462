import { randomBytes, randomUUID } from 'node:crypto';

/** Row ids: random UUIDs made by us, so that a caller can know an id before it is stored. */
export const newId = (): string => randomUUID();

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A code that people read aloud or type into a bank form: `length` characters without 0, 1, I, O. */
export function newCode(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}
