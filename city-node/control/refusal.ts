import type { Rejection } from '#protocol/control/outcome.ts';

/** Ends a call with a refusal; the door turns it into the signed answer. */
export class Refusal extends Error {
  readonly rejection: Rejection;
  readonly status: number | undefined;
  constructor(reason: Rejection['reason'], code: string, detail: string, status?: number) {
    super(detail);
    this.rejection = { kind: 'rejected', reason, code, detail: detail.slice(0, 1000) };
    this.status = status;
  }
}

/** A read or removal of what this portal does not have: a signed 404. */
export class NotHere extends Error {}

const statuses = { invalid: 400, denied: 403, quota: 409, unsupported: 422 } as const;
export const statusOf = (rejection: Rejection): number => statuses[rejection.reason];
