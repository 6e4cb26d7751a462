import { closeWeeks } from '#lib/settlement/close-weeks.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'closeWeeks'> = async () => {
  await closeWeeks();
};
