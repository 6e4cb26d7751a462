import { EventEmitter } from 'node:events';
import { Logger, parseCronItems, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import { pool } from '#db/connection.ts';
import { jobCatalogue, type JobName } from '#lib/jobs/catalogue.ts';
import { log } from '#lib/log/log.ts';
import { withoutValues } from '#lib/log/without-values.ts';
import type { WorkerContext } from './context.ts';
import { crontab } from './crontab.ts';
import { jobs } from './jobs.ts';
import { presence } from './presence.ts';
import { keepRhythms, rhythms, type Rhythm } from './rhythms.ts';

export type RunningWorker = {
  /** Takes no new job, lets the running ones end, and frees all that it held. */
  stop: () => Promise<void>;
  /** Ends when the worker does; rejects when it ended for a reason of its own. */
  ended: Promise<void>;
};

const concurrency = 12;
const pollMs = 500;
const sweepMs = 2_000;

/** Runs the portal's jobs, timetable and rhythms in this process, beside any other copies. */
export async function runWorker(
  context: WorkerContext,
  databaseUrl: string,
  options: { rhythms?: readonly Rhythm[] } = {},
): Promise<RunningWorker> {
  const present = presence(databaseUrl);
  const events: WorkerEvents = new EventEmitter();
  const poolId = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  );
  const runner: Runner = await run({
    pgPool: pool(),
    taskList: taskList(context),
    parsedCronItems: parseCronItems(crontab),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    events,
    logger: logger(),
  });
  await present.announce(await poolId);
  const sweep = setInterval(() => void freeJobs(present), sweepMs);
  await freeJobs(present);
  const kept = keepRhythms(present, (name) => runJob(name, {}, context), options.rhythms ?? rhythms);
  const stop = async () => {
    clearInterval(sweep);
    await kept.stop();
    await runner.stop();
    await present.end();
  };
  return { stop, ended: runner.promise };
}

async function freeJobs(present: ReturnType<typeof presence>): Promise<void> {
  try {
    const dead = await present.freeJobsOfTheDead();
    if (dead.length > 0) log().warn({ dead }, 'took up the jobs of workers that are gone');
  } catch (error) {
    log().error({ err: error }, 'could not look for jobs of workers that are gone');
  }
}

function taskList(context: WorkerContext): TaskList {
  const names = Object.keys(jobCatalogue) as JobName[];
  return Object.fromEntries(
    names.map((name) => [name, (payload: unknown) => runJob(name, payload, context)]),
  );
}

/** Checks the payload by the job's own schema, then does it. What it throws is kept with the job and shown to staff. */
async function runJob<N extends JobName>(name: N, payload: unknown, context: WorkerContext): Promise<void> {
  const schema = jobCatalogue[name];
  // The body takes what its own schema gives; the compiler cannot follow the index by a type parameter.
  const body = jobs[name] as (parsed: unknown, context: WorkerContext) => Promise<void>;
  try {
    await body(schema.parse(payload), context);
  } catch (error) {
    throw withoutValues(error);
  }
}

/** The runner's own words, less the chatter about each job. */
function logger(): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const about = { job: scope.taskIdentifier, jobId: scope.jobId, err: meta?.error };
    if (level === 'error') log().error(about, message);
    else if (level === 'warning') log().warn(about, message);
    else log().debug(about, message);
  });
}
