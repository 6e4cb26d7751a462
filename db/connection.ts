import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { listenTo, type Announcements } from '#adapters/postgres/announcements.ts';
import { NamingClient } from '#adapters/postgres/naming-client.ts';
import * as schema from './schema/index.ts';

type Schema = typeof schema;
/** The database, or a transaction of it: verbs take either, so that they compose without nested connections. */
export type Conn = Pick<
  NodePgDatabase<Schema>,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
  | 'transaction'
  | 'with'
  | '$with'
  | '$count'
>;

type Open = {
  url: string;
  pool: pg.Pool;
  database: NodePgDatabase<Schema>;
  heard: Map<string, Announcements>;
};
let open: Open | undefined;

/** Opens the pool on first use, so that a build needs no database. `DATABASE_POOL` caps connections (default 5). */
export function db(): NodePgDatabase<Schema> {
  open ??= opened(requiredUrl(), Number(process.env.DATABASE_POOL ?? 5));
  return open.database;
}

/** What the database announces on a channel, heard on one more connection from the first call until `closeDb`. */
export function announcements(channel: string, onFault: (cause: unknown) => void): Announcements {
  db();
  if (!open) throw new Error('the pool did not open');
  const heard = open.heard.get(channel) ?? listenTo(open.url, channel, onFault);
  open.heard.set(channel, heard);
  return heard;
}

/** The pool itself, for statements that are not of the schema. */
export function pool(): pg.Pool {
  db();
  if (!open) throw new Error('the pool did not open');
  return open.pool;
}

/**
 * Hands on what `read` makes, all of it read from one snapshot, on a connection of its own: a slow reader takes none from
 * the pool. Whoever takes no piece for a minute loses it, and the next piece fails.
 */
export async function* inSnapshot<T>(read: (conn: Conn) => AsyncIterable<T>): AsyncGenerator<T> {
  db();
  const client = new pg.Client({ connectionString: open?.url, keepAlive: true });
  client.on('error', () => undefined); // As in the pool: the next query reports it.
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read, read only');
    await client.query("set local idle_in_transaction_session_timeout = '60s'");
    yield* read(drizzle(client, { schema }));
  } finally {
    await client.end();
  }
}

export function connect(url: string, max: number): { pool: pg.Pool; database: NodePgDatabase<Schema> } {
  const created = openPool({ connectionString: url, max });
  return { pool: created, database: drizzle(created, { schema }) };
}

/**
 * A pool for the job runner's own books, whose commits are not waited for. What a crash of the database forgets of them
 * (that a job was taken, or done) only has that job run again, and every job is safe to repeat.
 */
export function runnerPool(url: string, max: number): pg.Pool {
  return openPool({ connectionString: url, max, options: '-c synchronous_commit=off' });
}

function opened(url: string, max: number): Open {
  return { url, ...connect(url, max), heard: new Map() };
}

function openPool(config: pg.PoolConfig): pg.Pool {
  const created = new pg.Pool({ idleTimeoutMillis: 30_000, ...config, Client: NamingClient });
  // An idle client that loses its server must not end the process; the next query reports the fault.
  created.on('error', () => undefined);
  // Nor may one that loses it in the middle of a query: that query fails, and its caller decides.
  created.on('connect', (client) => client.on('error', () => undefined));
  return created;
}

export async function closeDb(): Promise<void> {
  const closing = open;
  open = undefined;
  for (const heard of closing?.heard.values() ?? []) await heard.close();
  await closing?.pool.end();
}

/** Tests point the process at their own clone. */
export function useDatabase(url: string): void {
  if (open) throw new Error('a database is already open');
  open = opened(url, 5);
}

function requiredUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set');
  return url;
}
