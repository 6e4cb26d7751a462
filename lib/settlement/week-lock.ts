import { sql } from 'drizzle-orm';

/** Any number that nothing else in the portal locks by. */
const weekKey = sql.raw('726391');

/**
 * A condition that is always true and makes its transaction one of those a closing week waits for. Whoever writes
 * shares says it first; the shares then see every week that was closed before them.
 */
export const enterOpenWeek = sql`(select pg_advisory_xact_lock_shared(${weekKey})) is not null`;

/** Waits until no transaction that writes shares is under way, and holds new ones back until this one ends. */
export const holdShares = sql`select pg_advisory_xact_lock(${weekKey})`;
