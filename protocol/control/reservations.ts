import { z } from 'zod';
import { instant, limits, offeringId, requestId } from './primitives.ts';

/** A soft hold on capacity while a buyer pays. It ends by itself; `createApp` or `resize` may take it over. */
export const reservationRequest = z.strictObject({
  offering: offeringId,
  limits,
  /** At most 15 days ahead. Sent again with a later instant it is extended. */
  expiresAt: instant,
});
export type ReservationRequest = z.infer<typeof reservationRequest>;

export const reservation = z.strictObject({
  id: requestId,
  offering: offeringId,
  limits,
  expiresAt: instant,
  state: z.enum(['held', 'taken', 'released', 'expired']),
});
export type Reservation = z.infer<typeof reservation>;
