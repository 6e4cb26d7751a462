/** Below a millionth of a token, so that rounding never refuses a call that came exactly in time. */
const ROUNDING = 1e-6;

/**
 * A token bucket that fills at `rate` a second and holds one second's worth. In any stretch of t seconds it gives at
 * most rate × (t + 1) tokens, and it never refuses traffic that keeps to that. Instants are milliseconds of any clock
 * that does not go back. It may be charged into debt, and then gives nothing until the debt is paid.
 */
export class TokenBucket {
  #rate: number;
  #used = 0;
  #asOf = 0;

  constructor(ratePerSecond: number) {
    this.#rate = ratePerSecond;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Another rate from now on; what was used up stays used up. */
  setRate(ratePerSecond: number, now: number): void {
    if (ratePerSecond === this.#rate) return;
    this.#settle(now);
    this.#rate = ratePerSecond;
  }

  /** Takes as many whole tokens of `wanted` as there are. */
  takeUpTo(wanted: number, now: number): number {
    this.#settle(now);
    const free = Math.floor(this.#rate - this.#used + ROUNDING);
    if (free <= 0) return 0;
    const granted = wanted < free ? wanted : free;
    this.#used += granted;
    return granted;
  }

  /** Takes what was already consumed, into debt if need be. */
  charge(tokens: number, now: number): void {
    this.#settle(now);
    this.#used += tokens;
  }

  /** Whether anything at all is left. */
  hasAny(now: number): boolean {
    this.#settle(now);
    return this.#used < this.#rate;
  }

  /** Milliseconds until `tokens` (at most one second's worth) can be taken; 0: at once. */
  waitFor(tokens: number, now: number): number {
    this.#settle(now);
    return Math.max(0, ((this.#used + tokens - this.#rate) / this.#rate) * 1000);
  }

  /** Tokens that are used up and not yet filled again. */
  used(now: number): number {
    this.#settle(now);
    return this.#used;
  }

  /** Takes over the state of a bucket that was kept elsewhere. */
  adopt(used: number, now: number): void {
    this.#used = used;
    this.#asOf = now;
  }

  #settle(now: number): void {
    if (now <= this.#asOf) return;
    const used = this.#used - ((now - this.#asOf) * this.#rate) / 1000;
    this.#used = used > 0 ? used : 0;
    this.#asOf = now;
  }
}
