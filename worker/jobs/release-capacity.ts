import { releaseCapacity } from '#lib/capacity/release-capacity.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'releaseCapacity'> = ({ quoteId }, { nodes }) => releaseCapacity(quoteId, nodes);
