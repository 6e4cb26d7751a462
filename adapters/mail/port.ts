/** A mail ready to go, rendered in one language under one brand. */
export type OutgoingMail = {
  /** The same id twice is the same mail: transports derive the Message-ID from it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
};

/**
 * sent: the transport took charge of it. rejected: it never will be (a bad address). unknown: a fault on the way;
 * the worker tries again. Transports neither retry nor log, and never throw.
 */
export type MailOutcome =
  { kind: 'sent' } | { kind: 'rejected'; detail: string } | { kind: 'unknown'; detail: string };

export interface MailTransport {
  readonly kind: 'smtp' | 'mailbox';
  send(mail: OutgoingMail, options: { signal: AbortSignal }): Promise<MailOutcome>;
}
