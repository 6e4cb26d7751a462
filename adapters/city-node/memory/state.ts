import type { NodeEvent } from '#protocol/control/events.ts';
import type { AppSummary, OperationRecord, OperationRequest } from '#protocol/control/operations.ts';
import type { Rejection, RejectionReason } from '#protocol/control/outcome.ts';
import type { Policy } from '#protocol/control/policies.ts';
import type { Limits, Params } from '#protocol/control/primitives.ts';
import type { Reservation } from '#protocol/control/reservations.ts';
import type { OfferingStatus } from '#protocol/control/status.ts';
import type { UsageBatch } from '#protocol/control/usage.ts';

export const refuse = (
  reason: RejectionReason,
  code: string,
  detail: string,
  params?: Params,
): Rejection => ({
  kind: 'rejected',
  reason,
  code,
  detail,
  ...(params ? { params } : {}),
});

const RESOURCES = ['tps', 'storageGb', 'bandwidthMbps'] as const;

/** All that the in-memory node knows, and the rules that several calls share. */
export class MemoryState {
  readonly apps = new Map<string, AppSummary>();
  readonly policies = new Map<string, Policy>();
  readonly reservations = new Map<string, Reservation>();
  readonly operations = new Map<string, { request: OperationRequest; record: OperationRecord }>();
  readonly usage: UsageBatch[] = [];
  readonly events: NodeEvent[] = [];
  height = 1;
  readonly total: Limits;
  readonly offerings: readonly OfferingStatus[];
  readonly now: () => number;

  constructor(total: Limits, offerings: readonly OfferingStatus[], now: () => number) {
    this.total = total;
    this.offerings = offerings;
    this.now = now;
  }

  at(): string {
    return new Date(this.now()).toISOString();
  }

  save(app: AppSummary): AppSummary {
    this.apps.set(app.appCode, app);
    return app;
  }

  emit(kind: NodeEvent['kind'], appCode: string | null, data: NodeEvent['data']): void {
    this.events.push({ id: `e${this.events.length + 1}`, kind, appCode, at: this.at(), data });
  }

  used(): Limits {
    return sum([...this.apps.values()].filter((app) => app.state !== 'retired').map((app) => app.limits));
  }

  /** Of the holds that still stand, but for the one named. */
  reserved(except?: string): Limits {
    for (const held of this.reservations.values())
      if (held.state === 'held' && Date.parse(held.expiresAt) <= this.now()) held.state = 'expired';
    const standing = [...this.reservations.values()].filter(
      ({ id, state }) => state === 'held' && id !== except,
    );
    return sum(standing.map(({ limits }) => limits));
  }

  /** Takes the hold over when there is room for `wanted` (in place of `instead`); else says what is short. */
  shortOf(_offering: string, wanted: Limits, reservationId?: string, instead?: Limits): Rejection | null {
    const used = this.used();
    const reserved = this.reserved(reservationId);
    for (const resource of RESOURCES) {
      const free = this.total[resource] - used[resource] - reserved[resource] + (instead?.[resource] ?? 0);
      if (wanted[resource] > free)
        return refuse('quota', 'capacity.saturated', `only ${free} ${resource} left`, { resource, free });
    }
    const hold = reservationId === undefined ? undefined : this.reservations.get(reservationId);
    if (hold?.state === 'held') hold.state = 'taken';
    return null;
  }
}

function sum(all: readonly Limits[]): Limits {
  const total = { tps: 0, storageGb: 0, bandwidthMbps: 0 };
  for (const one of all) for (const resource of RESOURCES) total[resource] += one[resource];
  return total;
}
