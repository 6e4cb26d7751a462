import { z } from 'zod';
import { code, params } from './primitives.ts';

/** Why a node did not do it. A rejection proves that nothing has happened and that nothing will. */
export const rejectionReason = z.enum(['invalid', 'denied', 'quota', 'unsupported']);
export type RejectionReason = z.infer<typeof rejectionReason>;

export const rejection = z.strictObject({
  kind: z.literal('rejected'),
  reason: rejectionReason,
  /** Stable, for translation: `operation.conflict`, `capacity.saturated`, `policy.older` … */
  code,
  /** English, for logs and operators; never shown to a buyer as it is. */
  detail: z.string().max(1000),
  params: params.optional(),
});
export type Rejection = z.infer<typeof rejection>;

/**
 * What became of a call to a city node. `unknown` is a time-out, a reset, an answer that cannot be read or verified:
 * it may or may not have happened, so the caller reads before it sends again.
 */
export type Outcome<T> =
  { kind: 'done'; value: T } | { kind: 'accepted'; ticket: string; value: T } | Rejection | Unknown;

export interface Unknown {
  kind: 'unknown';
  detail: string;
}

/** A signed 404 to a read: the node has never taken this in, or it is not this portal's. */
export interface Absent {
  kind: 'absent';
}

/** The envelope of each answer that is not a rejection. */
export const doneEnvelope = <T extends z.ZodType>(value: T) =>
  z.strictObject({ kind: z.literal('done'), value });
export const acceptedEnvelope = <T extends z.ZodType>(value: T) =>
  z.strictObject({ kind: z.literal('accepted'), ticket: z.string().max(64), value });
