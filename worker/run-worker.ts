import { EventEmitter } from 'node:events';
import {
  Logger,
  parseCronItems,
  run,
  type CronItem,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { Pool } from 'pg';
import { runnerPool } from '#db/connection.ts';
import { jobCatalogue, type JobName } from '#lib/jobs/catalogue.ts';
import { log } from '#lib/log/log.ts';
import { withoutValues } from '#lib/log/without-values.ts';
import type { WorkerContext } from './context.ts';
import { crontab } from './crontab.ts';
import { Courtesy, delivers, lanes, type Lane } from './lanes.ts';
import { jobs } from './jobs.ts';
import { presence } from './presence.ts';
import { keepRhythms, rhythms, type Rhythm } from './rhythms.ts';

export type RunningWorker = {
  /** Takes no new job, lets the running ones end, and frees all that it held. */
  stop: () => Promise<void>;
  /** Ends when the worker does; rejects when it ended for a reason of its own. */
  ended: Promise<void>;
};

const pollMs = 500;
const sweepMs = 2_000;

/** Runs the portal's jobs, timetable and rhythms in this process, beside any other copies. */
export async function runWorker(
  context: WorkerContext,
  databaseUrl: string,
  options: { rhythms?: readonly Rhythm[] } = {},
): Promise<RunningWorker> {
  const present = presence(databaseUrl);
  // A listener for each lane, and what the runner asks for; those that rest are closed.
  const books = runnerPool(databaseUrl, lanes.length + 6);
  const courtesy = new Courtesy();
  const runners: Runner[] = [];
  for (const [place, lane] of lanes.entries())
    runners.push(
      await runLane(lane, books, taskList(context, lane, courtesy), {
        announce: present.announce,
        timetable: place === 0 ? [] : crontab,
      }),
    );
  const sweep = setInterval(() => void freeJobs(present), sweepMs);
  await freeJobs(present);
  const kept = keepRhythms(present, (name) => runJob(name, {}, context), options.rhythms ?? rhythms);
  const stop = async () => {
    clearInterval(sweep);
    await kept.stop();
    await Promise.all(runners.map((runner) => runner.stop()));
    await books.end();
    // A runner that is given jobs in the moment it stops keeps them locked.
    await present.freeOwnJobs().catch((err: unknown) => log().warn({ err }, 'jobs were not given back'));
    await present.end();
  };
  return { stop, ended: Promise.all(runners.map((runner) => runner.promise)).then(() => undefined) };
}

async function runLane(
  { concurrency }: Lane,
  books: Pool,
  tasks: TaskList,
  { announce, timetable }: { announce: (poolId: string) => Promise<void>; timetable: CronItem[] },
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  const poolId = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  );
  const runner = await run({
    // One question for a handful of jobs instead of one from each place.
    preset: { worker: { localQueue: { size: concurrency } } },
    pgPool: books,
    taskList: tasks,
    parsedCronItems: parseCronItems(timetable),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    events,
    logger: logger(),
  });
  await announce(await poolId);
  return runner;
}

async function freeJobs(present: ReturnType<typeof presence>): Promise<void> {
  try {
    const dead = await present.freeJobsOfTheDead();
    if (dead.length > 0) log().warn({ dead }, 'took up the jobs of workers that are gone');
  } catch (error) {
    log().error({ err: error }, 'could not look for jobs of workers that are gone');
  }
}

function taskList(context: WorkerContext, lane: Lane, courtesy: Courtesy): TaskList {
  const names = (Object.keys(jobCatalogue) as JobName[]).filter(lane.jobs);
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (payload: unknown) => {
        const work = () => runJob(name, payload, context);
        if (name === 'holdCapacity') return courtesy.buy(work);
        if (delivers.has(name)) await courtesy.giveWay();
        return work();
      },
    ]),
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
