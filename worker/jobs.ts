import type { JobName } from '#lib/jobs/catalogue.ts';
import type { Job } from './job.ts';
import { job as advanceOperation } from './jobs/advance-operation.ts';
import { job as closeWeeks } from './jobs/close-weeks.ts';
import { job as deliverOrder } from './jobs/deliver-order.ts';
import { job as enrolCityNode } from './jobs/enrol-city-node.ts';
import { job as expireQuotes } from './jobs/expire-quotes.ts';
import { job as holdCapacity } from './jobs/hold-capacity.ts';
import { job as moveClock } from './jobs/move-clock.ts';
import { job as processPaymentEvent } from './jobs/process-payment-event.ts';
import { job as pruneExpired } from './jobs/prune-expired.ts';
import { job as pullEvents } from './jobs/pull-events.ts';
import { job as pullStatus } from './jobs/pull-status.ts';
import { job as pullUsage } from './jobs/pull-usage.ts';
import { job as pushPolicy } from './jobs/push-policy.ts';
import { job as readPayment } from './jobs/read-payment.ts';
import { job as releaseCapacity } from './jobs/release-capacity.ts';
import { job as sealLedger } from './jobs/seal-ledger.ts';
import { job as sendMail } from './jobs/send-mail.ts';
import { job as sendRefund } from './jobs/send-refund.ts';
import { job as sendSimulatedEvent } from './jobs/send-simulated-event.ts';
import { job as startPayment } from './jobs/start-payment.ts';
import { job as wakeStalled } from './jobs/wake-stalled.ts';

/** Every job of the catalogue with its body: a missing one does not compile. */
export const jobs: { readonly [N in JobName]: Job<N> } = {
  advanceOperation,
  closeWeeks,
  deliverOrder,
  enrolCityNode,
  expireQuotes,
  holdCapacity,
  moveClock,
  processPaymentEvent,
  pruneExpired,
  pullEvents,
  pullStatus,
  pullUsage,
  pushPolicy,
  readPayment,
  releaseCapacity,
  sealLedger,
  sendMail,
  sendRefund,
  sendSimulatedEvent,
  startPayment,
  wakeStalled,
};
