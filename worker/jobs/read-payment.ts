import { readPayment } from '#lib/payments/read-payment.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'readPayment'> = (payload, { payments }) =>
  readPayment(payload, { providers: payments });
