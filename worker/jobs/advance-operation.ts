import { advanceOperation } from '#lib/operations/advance-operation.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'advanceOperation'> = ({ operationId }, { nodes }) =>
  advanceOperation(operationId, nodes);
