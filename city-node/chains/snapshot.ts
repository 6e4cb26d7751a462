import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeerHost } from '#adapters/chains/port.ts';

/**
 * Keeps a copy of a peer's state on disk that is always whole: written beside, forced to disk, renamed over. Taken soon
 * after blocks that hold something (`due`), and now and then for the empty ones; never more than a tenth of the time.
 */
export class Snapshots {
  readonly #peers: PeerHost;
  readonly #directory: string;
  #dirtySince: number | null = null;
  #lastAt = performance.now();
  #lastMs = 0;
  #bytes = 0;
  #firstBytes = 0;
  #running: Promise<void> | null = null;

  constructor(peers: PeerHost, directory: string) {
    this.#peers = peers;
    this.#directory = directory;
  }

  /** There is something in the chain that no copy holds. */
  due(): void {
    this.#dirtySince ??= performance.now();
  }

  /** The copy is larger than that, and at least twice as large as the first one that was taken. */
  hasOutgrown(bytes: number): boolean {
    return this.#bytes > Math.max(bytes, 2 * this.#firstBytes);
  }

  /** Takes a copy when it is time; never throws: a copy that fails is taken again. */
  tick(port: number): void {
    const now = performance.now();
    const quiet = now - this.#lastAt;
    const wanted =
      this.#dirtySince === null ? quiet > idleMs : quiet > Math.max(shortestMs, this.#lastMs * 10);
    if (wanted && !this.#running)
      this.#running = this.take(port)
        .catch(() => undefined)
        .finally(() => {
          this.#running = null;
        });
  }

  async take(port: number): Promise<void> {
    const started = performance.now();
    this.#lastAt = started;
    const dirty = this.#dirtySince;
    this.#dirtySince = null;
    try {
      const copy = await this.#peers.snapshot(this.#peers.urlsOf(port).http, {
        signal: AbortSignal.timeout(snapshotMs),
      });
      if (copy.kind !== 'done') throw new Error(copy.detail);
      const file = join(this.#directory, this.#peers.stateFile);
      const handle = await open(`${file}.next`, 'w', 0o600);
      try {
        await handle.writeFile(copy.value);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.next`, file);
      this.#bytes = copy.value.length;
      this.#firstBytes ||= this.#bytes;
    } catch (cause) {
      this.#dirtySince ??= dirty;
      throw cause;
    } finally {
      this.#lastMs = performance.now() - started;
    }
  }

  /** Waits for the copy under way. */
  async idle(): Promise<void> {
    await this.#running;
  }
}

const idleMs = 60_000;
const shortestMs = 500;
const snapshotMs = 30_000;
