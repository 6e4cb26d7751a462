/** Whose calls, and by which method. */
export interface MeterKey {
  portalId: string;
  appCode: string;
  method: string;
}

/** Latencies kept of one app and method between two flushes, to estimate a percentile from. */
const SAMPLES = 64;

/** Sums over calls that are not in the database yet. */
export class Tally {
  calls = 0;
  writes = 0;
  refused = 0;
  errors = 0;
  bytesIn = 0;
  bytesOut = 0;
  latencySumUs = 0;
  storageBytes = 0;
  samples: number[] = [];
  #answered = 0;

  /** One answer more. Samples are a reservoir: each answer has the same chance to stay. */
  addLatency(us: number): void {
    this.latencySumUs += us;
    this.#answered += 1;
    if (this.samples.length < SAMPLES) {
      this.samples.push(us);
      return;
    }
    const place = Math.floor(Math.random() * this.#answered);
    if (place < SAMPLES) this.samples[place] = us;
  }

  add(other: Tally): void {
    this.calls += other.calls;
    this.writes += other.writes;
    this.refused += other.refused;
    this.errors += other.errors;
    this.bytesIn += other.bytesIn;
    this.bytesOut += other.bytesOut;
    this.latencySumUs += other.latencySumUs;
    this.storageBytes += other.storageBytes;
    this.samples = [...this.samples, ...other.samples].slice(0, SAMPLES);
  }

  get isEmpty(): boolean {
    return (
      this.calls === 0 && this.refused === 0 && this.bytesIn === 0 && this.bytesOut === 0 && this.errors === 0
    );
  }
}
