import type { PeerHost } from '#adapters/chains/port.ts';

const quietAfterMs = 60_000;
const callMs = 2_000;

/**
 * Lets a chain rest while nobody uses it: every block, empty or not, stays in the peer's memory. A transaction that waits
 * wakes it at once. Whenever something is not known, the chain runs at its full pace.
 */
export class Pace {
  readonly #peers: PeerHost;
  #usedAt = performance.now();
  /** Null: not known, as after an adoption. */
  #pace: 'full' | 'rest' | null = null;
  #running = false;

  constructor(peers: PeerHost) {
    this.#peers = peers;
  }

  /** Nothing has been sent to the chain for a while. */
  get rests(): boolean {
    return this.#pace === 'rest';
  }

  /** A block held transactions. */
  used(): void {
    this.#usedAt = performance.now();
  }

  /** Asked a few times a second; never throws and never waits. */
  tick(port: number): void {
    if (this.#running || !this.#peers.pace) return;
    this.#running = true;
    void this.#tend(this.#peers.urlsOf(port).http).finally(() => {
      this.#running = false;
    });
  }

  async #tend(url: string): Promise<void> {
    const unused = performance.now() - this.#usedAt > quietAfterMs;
    if (this.#pace === 'full' && !unused) return;
    const waiting = await this.#peers.pace?.waiting(url, { signal: AbortSignal.timeout(callMs) });
    const idle = waiting?.kind === 'done' && waiting.value === 0;
    const wanted = unused && idle ? 'rest' : 'full';
    if (!idle) this.used();
    if (wanted === this.#pace) return;
    const set = await this.#peers.pace?.set(url, wanted, { signal: AbortSignal.timeout(callMs) });
    this.#pace = set?.kind === 'done' ? wanted : null;
  }
}
