import pg from 'pg';
import { log } from '#lib/log/log.ts';

/** Name spaces of our session locks: which worker lives, and who leads a rhythm. */
const lives = 7_304_312;
const leads = 7_304_313;

export type Presence = {
  /** From now on the pool of that id counts as alive, until this process ends. */
  announce: (poolId: string) => Promise<void>;
  /** True when this process leads `name`: it holds the lock, or could take it. */
  leads: (name: string) => Promise<boolean>;
  /** Frees the jobs that dead workers held. Gives their ids. */
  freeJobsOfTheDead: () => Promise<string[]>;
  /** Frees what this worker's pools still hold, once nothing of theirs runs any more. */
  freeOwnJobs: () => Promise<void>;
  end: () => Promise<void>;
};

/**
 * A connection whose session locks say that this worker lives: the database takes them back the moment the process is
 * gone, kill -9 included. The job runner alone would leave a dead worker's jobs locked for four hours.
 */
export function presence(databaseUrl: string): Presence {
  let client: Promise<pg.Client> | undefined;
  const announced: string[] = [];
  let led = new Set<string>();

  const connected = (): Promise<pg.Client> => (client ??= connect());

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'cityport-worker-presence',
    });
    const lost = (error?: Error) => {
      if (error) log().warn({ err: error }, 'the connection of presence was lost; making another');
      client = undefined;
      led = new Set();
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    try {
      await fresh.connect();
      for (const poolId of announced)
        await fresh.query('select pg_advisory_lock($1, hashtext($2))', [lives, poolId]);
      return fresh;
    } catch (error) {
      lost();
      throw error;
    }
  }

  /** One statement after another: rhythms and sweeps share the connection. */
  let queue: Promise<unknown> = Promise.resolve();
  function ask<Row extends pg.QueryResultRow>(
    statement: string,
    values: unknown[],
  ): Promise<Row | undefined> {
    const answer = queue.then(async () => (await (await connected()).query<Row>(statement, values)).rows[0]);
    queue = answer.catch(() => undefined);
    return answer;
  }

  return {
    async announce(poolId) {
      announced.push(poolId);
      await ask('select pg_advisory_lock($1, hashtext($2))', [lives, poolId]);
    },
    async leads(name) {
      if (led.has(name) && client) return true;
      const row = await ask<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
        leads,
        name,
      ]);
      if (row?.taken) led.add(name);
      return row?.taken === true;
    },
    async freeJobsOfTheDead() {
      return (await ask<{ dead: string[] }>(freeing, [announced, lives]))?.dead ?? [];
    },
    async freeOwnJobs() {
      await ask('select graphile_worker.force_unlock_workers($1::text[])', [announced]);
    },
    async end() {
      const open = client;
      client = undefined;
      await (await open?.catch(() => undefined))?.end();
    },
  };
}

/**
 * A pool whose lock can be had has no process any more. The few seconds' grace are for one that has taken a job in the
 * instant before it announced itself.
 */
const freeing = `
  with locked as (
    select locked_by as pool from graphile_worker._private_jobs
     where locked_by is not null and locked_by <> all($1::text[]) and locked_at < now() - interval '3 seconds'
    union
    select locked_by from graphile_worker._private_job_queues
     where locked_by is not null and locked_by <> all($1::text[]) and locked_at < now() - interval '3 seconds'
  ), dead as materialized (
    select pool from locked where pg_try_advisory_xact_lock($2, hashtext(pool))
  ), freed as (
    select graphile_worker.force_unlock_workers(array_agg(pool)) from dead having count(*) > 0
  )
  select coalesce(array_agg(pool), '{}') as dead, (select count(*) from freed) from dead`;
