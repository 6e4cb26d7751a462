import { pushPolicy } from '#lib/city-nodes/push-policy.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'pushPolicy'> = ({ appNodeId }, { nodes }) => pushPolicy(appNodeId, nodes);
