import { wakeStalled } from '#lib/operations/wake-stalled.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'wakeStalled'> = async () => {
  await wakeStalled();
};
