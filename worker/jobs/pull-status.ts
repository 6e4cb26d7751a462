import { syncStatus } from '#lib/city-nodes/sync-status.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'pullStatus'> = (_payload, { nodes }) => syncStatus(nodes);
