import { deliverOrder } from '#lib/apps/deliver-order.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'deliverOrder'> = ({ orderId }) => deliverOrder(orderId);
