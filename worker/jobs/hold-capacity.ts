import { holdCapacity } from '#lib/capacity/hold-capacity.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'holdCapacity'> = ({ quoteId }, { nodes }) => holdCapacity(quoteId, nodes);
