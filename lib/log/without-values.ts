import { DrizzleQueryError } from 'drizzle-orm';

const toTell = new Set(['code', 'table', 'column', 'constraint']);

/**
 * The error as it may be kept and shown to staff: a failed query keeps its text and loses the values that went with it,
 * which are people's addresses, hashes and one-time links. Everything else stays as it is.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const cause = withoutValues(error.cause);
  if (error instanceof DrizzleQueryError) return retold(error, `Failed query: ${error.query}`, cause);
  // PostgreSQL's own errors quote whole rows in their detail.
  if ('detail' in error && 'severity' in error) {
    const named = Object.entries(error).filter(([name]) => toTell.has(name));
    return Object.assign(retold(error, error.message, cause), Object.fromEntries(named));
  }
  return cause === error.cause ? error : retold(error, error.message, cause);
}

function retold(error: Error, message: string, cause: unknown): Error {
  const told = new Error(message, cause === undefined ? undefined : { cause });
  told.name = error.name;
  if (error.stack) told.stack = error.stack.replace(error.message, () => message);
  return told;
}
