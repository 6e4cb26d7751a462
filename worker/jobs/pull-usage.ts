import { pullUsage } from '#lib/usage/pull-usage.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'pullUsage'> = async (_payload, { nodes }) => {
  await pullUsage(nodes);
};
