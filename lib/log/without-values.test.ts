import { DrizzleQueryError } from 'drizzle-orm';
import pg from 'pg';
import { expect, it } from 'vitest';
import { withoutValues } from './without-values.ts';

const secret = 'https://portal.test/reset-password?token=cpm_secret';

function failedInsert(): Error {
  const refused = new pg.DatabaseError('null value in column "id"', 10, 'error');
  Object.assign(refused, { severity: 'ERROR', detail: `Failing row contains (${secret})`, code: '23502' });
  return new DrizzleQueryError('insert into mails values ($1)', [secret], refused);
}

it('keeps the query and the fault, and none of the values', () => {
  const outer = new Error('the mail was not written', { cause: failedInsert() });
  for (const error of [failedInsert(), outer]) {
    const told = withoutValues(error) as Error;
    let text = '';
    for (let at: unknown = told; at instanceof Error; at = at.cause)
      text += [at.message, at.stack, JSON.stringify({ ...at })].join('\n');
    expect(text).toContain('insert into mails values ($1)');
    expect(text).toContain('23502');
    expect(text).toContain('without-values.test.ts');
    expect(text).not.toContain('cpm_secret');
  }
});

it('leaves other errors alone', () => {
  const error = new TypeError('x is not a function', { cause: new Error('y') });
  expect(withoutValues(error)).toBe(error);
  expect(withoutValues('text')).toBe('text');
});
