import { sendRefund } from '#lib/payments/send-refund.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'sendRefund'> = (payload, { payments }) => sendRefund(payload, { providers: payments });
