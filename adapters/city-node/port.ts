import type { AppReadKind, AppReadResult, ListQuery } from '#protocol/control/app-reads.ts';
import type { EnrolmentReceipt } from '#protocol/control/enrolment.ts';
import type { EventPage } from '#protocol/control/events.ts';
import type { OperationInput, OperationRecord } from '#protocol/control/operations.ts';
import type { Absent, Outcome, Rejection, Unknown } from '#protocol/control/outcome.ts';
import type { PolicyInput, PolicyReceipt } from '#protocol/control/policies.ts';
import type { Reservation, ReservationRequest } from '#protocol/control/reservations.ts';
import type { NodeStatus } from '#protocol/control/status.ts';
import type { PageQuery, UsagePage } from '#protocol/control/usage.ts';

/** Every call ends when the signal does; a call that ended so is `unknown`. */
export interface CallOptions {
  signal: AbortSignal;
}

/** A read has no middle state: it came back, it was refused, or nothing is known. */
export type ReadOutcome<T> = { kind: 'done'; value: T } | Rejection | Absent | Unknown;

/**
 * How a portal drives one city node. No method throws, retries or logs; deadlines, back-off and reading before sending
 * again are the worker's. The same request id twice never does a thing twice, whatever the outcome said.
 */
export interface CityNode {
  /** `http` or `memory`. */
  readonly kind: string;
  status(options: CallOptions): Promise<ReadOutcome<NodeStatus>>;
  /** Different content under a known id is rejected as `operation.conflict`. */
  putOperation(
    requestId: string,
    request: OperationInput,
    options: CallOptions,
  ): Promise<Outcome<OperationRecord>>;
  /** `accepted` while it runs, with its steps; `absent` when the node never took it in. */
  readOperation(requestId: string, options: CallOptions): Promise<Outcome<OperationRecord> | Absent>;
  putPolicy(appCode: string, policy: PolicyInput, options: CallOptions): Promise<Outcome<PolicyReceipt>>;
  /** Rejected with reason `quota` and code `capacity.saturated` when the node has not that much left. */
  putReservation(
    id: string,
    request: ReservationRequest,
    options: CallOptions,
  ): Promise<Outcome<Reservation>>;
  /** Done also when there is none. */
  deleteReservation(id: string, options: CallOptions): Promise<Outcome<null>>;
  usage(query: PageQuery, options: CallOptions): Promise<ReadOutcome<UsagePage>>;
  events(query: PageQuery, options: CallOptions): Promise<ReadOutcome<EventPage>>;
  appRead<K extends AppReadKind>(
    appCode: string,
    what: K,
    query: ListQuery,
    options: CallOptions,
  ): Promise<ReadOutcome<AppReadResult<K>>>;
}

/** Redeems a one-time token: the node pins the portal's key, the answer is believed only under the token's key. */
export type Enrol = (
  token: string,
  portalName: string,
  options: CallOptions,
) => Promise<Outcome<EnrolmentReceipt>>;
