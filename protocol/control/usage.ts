import { z } from 'zod';
import { appCode, count, cursor, instant } from './primitives.ts';

/** What one app did by one method in one short period, as one copy of the gateway counted it. Written once, never changed. */
export const usageBatch = z.strictObject({
  id: z.string().max(80),
  appCode,
  /**
   * JSON-RPC method (`eth_call`) or neutral door (`invoke`, `query`, `transaction`, `block`, `height`); `refused`: turned
   * away before its method was read; `other`: a method that nobody knows.
   */
  method: z.string().min(1).max(64),
  /** Start of the period in UTC, a multiple of `periodSeconds`. */
  periodStart: instant,
  periodSeconds: z.number().int().min(1).max(3600),
  /** Answered calls: writes and reads. Refused calls are not among them. */
  calls: count,
  /** Of the calls, those that send a transaction. */
  writes: count,
  /** Turned away by key, function, limit or suspension. */
  refused: count,
  /** Of the calls, those answered with an error of the chain or the gateway. */
  errors: count,
  bytesIn: count,
  bytesOut: count,
  /** Sum over calls, in microseconds. */
  latencySumUs: count,
  /** 95th percentile of a sample of the calls, in microseconds; null: no sample. */
  latencyP95Us: count.nullable(),
  /** Bytes of accepted writes that count against the app's storage. */
  storageBytes: count,
});
export type UsageBatch = z.infer<typeof usageBatch>;

/**
 * Behind the asked position, `count` were given up before the portal came for them, `through` the last. Told until it goes
 * on behind that one.
 */
export const lost = z.strictObject({ count: count.min(1), through: cursor });

/** Pulling the same position twice gives the same batches. */
export const usagePage = z.strictObject({
  batches: z.array(usageBatch).max(500),
  /** Position behind the last batch given; where to go on. */
  next: cursor,
  /** More is waiting behind `next`. */
  more: z.boolean(),
  lost: lost.optional(),
  observedAt: instant,
});
export type UsagePage = z.infer<typeof usagePage>;

export const pageQuery = z.strictObject({
  after: cursor.default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type PageQuery = z.input<typeof pageQuery>;
