/** How the portal is paid by card. Amounts are whole minor units; every outcome is data, a thrown error is a bug. */
export interface CardPayments {
  readonly kind: 'stripe' | 'simulated';
  /** Makes the page on which the buyer pays. The same `requestId` twice gives the same checkout. */
  startCheckout(request: CheckoutRequest, options: CallOptions): Promise<Outcome<StartedCheckout>>;
  /** What has become of a checkout: the only truth about it, whatever events said. */
  readCheckout(ref: string, options: CallOptions): Promise<Outcome<Checkout>>;
  /** Closes an open checkout so that nobody can pay it any more; answers what it is then, which may be `paid`. */
  closeCheckout(ref: string, options: CallOptions): Promise<Outcome<Checkout>>;
  /** Sends the whole or a part of a paid checkout back. The same `requestId` twice never sends twice. */
  refund(request: RefundRequest, options: CallOptions): Promise<Outcome<RefundReceipt>>;
  readRefund(ref: string, options: CallOptions): Promise<Outcome<RefundReceipt>>;
  /** The event inside a webhook's raw body, or null when its signature is wrong or stale. */
  readEvent(body: string, headers: Headers): ProviderEvent | null;
}

export type CallOptions = { signal: AbortSignal };

/** `rejected` only when nothing can have happened. A time-out, a reset or an unreadable answer is `unknown`: read, or ask again with the same id. */
export type Outcome<T> =
  | { kind: 'done'; value: T }
  | { kind: 'rejected'; reason: 'invalid' | 'denied' | 'notFound' | 'unsupported'; detail: string }
  | { kind: 'unknown'; detail: string };

export type Amount = { minor: bigint; currency: string };

export type CheckoutRequest = {
  requestId: string;
  /** Our payment's id, which the provider gives back with the checkout. */
  reference: string;
  amount: Amount;
  description: string;
  locale: 'en' | 'zh';
  /** Where the buyer's browser goes afterwards. */
  successUrl: string;
  cancelUrl: string;
  customerEmail?: string;
};
export type StartedCheckout = { ref: string; payUrl: string };

export type Checkout = {
  ref: string;
  reference: string;
  state: 'open' | 'paid' | 'failed' | 'expired';
  amount: Amount;
  /** The provider's own word for why, when it failed. */
  failure: string;
};

export type RefundRequest = { requestId: string; checkoutRef: string; amount: Amount };
export type RefundReceipt = { ref: string; state: 'pending' | 'succeeded' | 'failed'; failure: string };

export type ProviderEvent = {
  /** Unique at the provider. */
  id: string;
  type: string;
  /** What it is about. `dispute` is kept for people to see; `other` is kept and never acted upon. */
  subject: 'checkout' | 'refund' | 'dispute' | 'other';
  ref: string;
  /** Of a dispute: what the buyer's bank takes back, why, and how it stands, in the provider's words. */
  dispute?: Dispute;
  payload: unknown;
};

export type Dispute = { amount: Amount; reason: string; status: string; at: Date };
