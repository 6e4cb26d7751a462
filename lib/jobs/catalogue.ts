import { z } from 'zod';

const id = z.uuid();

/** Every job the worker knows, with the payload it takes. The code of `name` is `worker/jobs/<name in kebab-case>.ts`. */
export const jobCatalogue = {
  sendMail: z.object({ mailId: id }),
  advanceOperation: z.object({ operationId: id }),
  enrolCityNode: z.object({ enrolmentId: id }),
  pushPolicy: z.object({ appNodeId: id }),
  holdCapacity: z.object({ quoteId: id }),
  releaseCapacity: z.object({ quoteId: id }),
  startPayment: z.object({ paymentId: id }),
  readPayment: z.object({ paymentId: id }),
  processPaymentEvent: z.object({ paymentEventId: id }),
  sendRefund: z.object({ refundId: id }),
  sendSimulatedEvent: z.object({ id: z.string(), type: z.string(), ref: z.string() }),
  deliverOrder: z.object({ orderId: id }),
  expireQuotes: z.object({}),
  pullUsage: z.object({}),
  pullEvents: z.object({}),
  pullStatus: z.object({}),
  sealLedger: z.object({}),
  closeWeeks: z.object({}),
  moveClock: z.object({}),
  pruneExpired: z.object({}),
  wakeStalled: z.object({}),
} as const;

export type JobName = keyof typeof jobCatalogue;
export type JobPayload<N extends JobName> = z.input<(typeof jobCatalogue)[N]>;
