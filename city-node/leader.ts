import pg from 'pg';
import type { Logger } from 'pino';
import { LOCKS } from './db/pool.ts';
import { pause } from './operations/engine.ts';

const retryMs = 500;

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
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
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
