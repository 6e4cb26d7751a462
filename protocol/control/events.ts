import { z } from 'zod';
import { appCode, cursor, instant, jsonValue } from './primitives.ts';
import { lost } from './usage.ts';

export const eventKind = z.enum([
  'node.started',
  'chain.up',
  'chain.down',
  'chain.resent',
  'app.created',
  'app.placed',
  'app.suspended',
  'app.resumed',
  'app.retired',
  'operation.finished',
  'contract.deployed',
  'contract.event',
  'transaction.recorded',
]);
export type EventKind = z.infer<typeof eventKind>;

/**
 * What `data` holds, by kind. `transaction.recorded`: a `chainTransaction` without its events, told once when it stands in a
 * block, whoever signed it. `contract.event`: a `chainEvent`. `contract.deployed`: name, version, address, transactionId,
 * height. `operation.finished`: requestId, kind, state. `app.placed`: placement. `chain.up` and `chain.down`: chain, chainId.
 * `chain.resent`: chain, reason (`forgotten`, with the height from which the chain goes on, or `not-known`), count.
 */
/** Something that happened on the node. Immutable; in the order in which it was written. */
export const nodeEvent = z.strictObject({
  id: z.string().max(64),
  kind: eventKind,
  /** Null: of the whole node. A portal sees these and those of its own apps. */
  appCode: appCode.nullable(),
  at: instant,
  data: z.record(z.string().max(40), jsonValue),
});
export type NodeEvent = z.infer<typeof nodeEvent>;

export const eventPage = z.strictObject({
  events: z.array(nodeEvent).max(500),
  next: cursor,
  more: z.boolean(),
  lost: lost.optional(),
  observedAt: instant,
});
export type EventPage = z.infer<typeof eventPage>;
