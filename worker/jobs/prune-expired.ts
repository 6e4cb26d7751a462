import { portalEnv } from '#lib/env/portal-env.ts';
import { pruneExpired } from '#lib/retention/prune-expired.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'pruneExpired'> = async () => {
  await pruneExpired({ activityDays: portalEnv().KEEP_ACTIVITY_DAYS });
};
