import { startPayment } from '#lib/payments/start-payment.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'startPayment'> = (payload, { payments }) =>
  startPayment(payload, { providers: payments });
