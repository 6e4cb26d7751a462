import { processPaymentEvent } from '#lib/payments/process-payment-event.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'processPaymentEvent'> = (payload, { payments }) =>
  processPaymentEvent(payload, { providers: payments });
