import type { z } from 'zod';
import type { JobName, jobCatalogue } from '#lib/jobs/catalogue.ts';
import type { WorkerContext } from './context.ts';

/** The body of a job: its payload is checked already; a throw means "again, later". Every body is safe to repeat. */
export type Job<N extends JobName> = (
  payload: z.output<(typeof jobCatalogue)[N]>,
  context: WorkerContext,
) => Promise<void>;
