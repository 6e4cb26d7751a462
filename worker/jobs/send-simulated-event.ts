import { sendSimulatedEvent } from '#lib/payments/send-simulated-event.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'sendSimulatedEvent'> = (payload) => sendSimulatedEvent(payload);
