import { pullEvents } from '#lib/city-nodes/pull-events.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'pullEvents'> = (_payload, { nodes }) => pullEvents(nodes);
