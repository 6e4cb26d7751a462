import pg from 'pg';
import { NamingClient } from '#adapters/postgres/naming-client.ts';

/** What a query needs: the pool, or one connection inside a transaction. */
export type Conn = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 30_000, Client: NamingClient });
  // An idle client that loses its server must not end the process; the next query reports the fault.
  pool.on('error', () => undefined);
  // Nor may one that loses it in a transaction, between two queries: the next one fails, and its caller decides.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** One transaction on one connection: committed when `work` returns, undone when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const value = await work(client);
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

export async function rows<T extends object>(
  conn: Conn,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  return (await conn.query<T>(text, [...values])).rows;
}

export async function firstRow<T extends object>(
  conn: Conn,
  text: string,
  values: readonly unknown[] = [],
): Promise<T | null> {
  return (await conn.query<T>(text, [...values])).rows[0] ?? null;
}

/** Numbers of this file's advisory locks; all copies of one city node share its database and so its locks. */
export const LOCKS = {
  migrate: 7_411_001,
  leader: 7_411_002,
  capacity: 7_411_003,
  events: 7_411_004,
} as const;
