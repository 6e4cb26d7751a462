import pg from 'pg';
import type { Logger } from 'pino';
import { LOCKS } from './db/pool.ts';
import { pause } from './operations/engine.ts';

const retryMs = 500;

/** Why the signal of `lead` ends when the database is gone or another copy leads: the process itself goes on. */
export const LEAD_LOST = new Error('this copy leads no more');

/**
 * Of all copies of a city node, one at a time runs `lead`: the one that holds the database's lock. A copy that dies, however
 * it dies, loses its connection and so the lock, and the next one goes on. Ends with the signal, after `lead` has.
 */
export async function whileLeading(
  url: string,
  log: Logger,
  signal: AbortSignal,
  lead: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({ connectionString: url, keepAlive: true });
    const lost = new AbortController();
    client.on('error', () => lost.abort(LEAD_LOST));
    client.on('end', () => lost.abort(LEAD_LOST));
    try {
      await client.connect();
      const taken = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
        LOCKS.leader,
      ]);
      if (taken.rows[0]?.taken === true) await lead(AbortSignal.any([signal, lost.signal]));
      else await pause(retryMs, signal);
    } catch (err) {
      log.error({ err }, 'leading stopped and will be tried again');
      await pause(retryMs, signal);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Whether some copy leads, as far as can be known: nobody does without a database. */
export async function someoneLeads(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const taken = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCKS.leader,
    ]);
    return taken.rows[0]?.taken === false;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
