import { z } from 'zod';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { takeLot, type CallLimit } from '#lib/rate-limits/take-lot.ts';

const limitNames = ['token', 'organisation'] as const;
type LimitName = (typeof limitNames)[number];
export type Quotas = Readonly<Record<LimitName, number>>;

/** What a program is told that met a limit. */
export const metLimitSchema = z.object({
  name: z.enum(limitNames).describe('This token alone, or all tokens of its organisation together'),
  quota: z.int().describe('Calls in the window'),
  windowSeconds: z.int(),
  retryAfterSeconds: z.int().describe('When the next call may come'),
  resetsAt: z.iso.datetime().describe('When the whole quota is there again, if no call comes before'),
});
type MetLimit = z.output<typeof metLimitSchema>;

export type Admission = { headers: Record<string, string>; refused: MetLimit | null };

/** What this copy holds of one bucket. While it is refused, a flood costs the database nothing. */
type Held = { calls: number; left: number; until: number; empty: boolean };

const windowSeconds = 60;
/** A lot not used up by then is let go: a copy that falls quiet keeps nothing for later. */
const lotMs = 5_000;
/** How long an empty bucket is taken to stay empty, so that it is not asked at each call. */
const emptyMs = 100;
const mostHeld = 10_000;

/**
 * One copy's gate for the REST door. The buckets stand in the database and all copies draw from them, each a hundredth
 * of a minute's worth at a time, so that a call costs a decrement and every lot one statement.
 */
export function callGate(quotas: () => Quotas, now: () => number = () => performance.now()) {
  const held = new Map<string, Held>();
  const taking = new Map<string, Promise<Held>>();

  async function takeNext(limit: CallLimit): Promise<Held> {
    const lot = await takeLot(limit, Math.max(1, Math.floor(limit.perMinute / 100)));
    const empty = lot.taken === 0;
    const next = { calls: lot.taken, left: lot.left, until: now() + (empty ? emptyMs : lotMs), empty };
    if (held.size >= mostHeld) for (const [key, { until }] of held) if (until <= now()) held.delete(key);
    held.set(limit.key, next);
    return next;
  }

  /** Whether there was a call to take, and what is left for everybody. Calls that come at once wait for one lot. */
  async function draw(limit: CallLimit): Promise<{ granted: boolean; left: number }> {
    for (;;) {
      const mine = held.get(limit.key);
      if (mine && mine.until > now()) {
        if (mine.empty) return { granted: false, left: 0 };
        if (mine.calls > 0) {
          mine.calls -= 1;
          return { granted: true, left: mine.left + mine.calls };
        }
      }
      const next = taking.get(limit.key) ?? takeNext(limit).finally(() => void taking.delete(limit.key));
      taking.set(limit.key, next);
      await next;
    }
  }

  return async (actor: Pick<Actor, 'id' | 'orgId'>): Promise<Admission> => {
    const { token, organisation } = quotas();
    const limits: readonly (CallLimit & { name: LimitName })[] = [
      { name: 'token', key: `rest:token:${actor.id}`, perMinute: token },
      { name: 'organisation', key: `rest:organisation:${actor.orgId}`, perMinute: organisation },
    ];
    const standing: string[] = [];
    let refused: MetLimit | null = null;
    for (const limit of limits) {
      const { granted, left } = await draw(limit);
      standing.push(`"${limit.name}";r=${left};t=${secondsFor(limit.perMinute - left, limit)}`);
      if (granted) continue;
      refused = metLimit(limit);
      break;
    }
    const policy = limits.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=${windowSeconds}`);
    return {
      headers: {
        'ratelimit-policy': policy.join(', '),
        ratelimit: standing.join(', '),
        ...(refused ? { 'retry-after': String(refused.retryAfterSeconds) } : {}),
      },
      refused,
    };
  };
}

/** Counts a program's call against its token and its organisation, and says whether it may go on. */
export const admitCall = callGate(() => ({
  token: portalEnv().REST_CALLS_PER_TOKEN,
  organisation: portalEnv().REST_CALLS_PER_ORGANISATION,
}));

export const refusalOf = ({ name, quota, retryAfterSeconds: seconds }: MetLimit): AppError =>
  new AppError('rateLimited', `errors.${name}Calls`, { quota, seconds });

const secondsFor = (calls: number, { perMinute }: CallLimit): number =>
  Math.ceil((Math.max(0, calls) / perMinute) * windowSeconds);

const metLimit = (limit: CallLimit & { name: LimitName }): MetLimit => ({
  name: limit.name,
  quota: limit.perMinute,
  windowSeconds,
  retryAfterSeconds: Math.max(1, secondsFor(1, limit)),
  resetsAt: new Date(Date.now() + windowSeconds * 1000).toISOString(),
});
