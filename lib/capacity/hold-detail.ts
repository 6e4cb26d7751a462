import { z } from 'zod';

const amounts = z.object({ tps: z.number(), storageGb: z.number(), bandwidthMbps: z.number() });

/** Why one city node could not hold what was asked, and which others have that much left. */
export const holdRefusal = z.object({
  cityNodeId: z.string(),
  slug: z.string(),
  city: z.record(z.string(), z.string()),
  /** `saturated`: not that much left. `unreachable`: no answer. `paused`: not on sale. `refused`: the node said no. */
  reason: z.enum(['saturated', 'unreachable', 'paused', 'refused']),
  asked: amounts,
  /** What is left there, of the resource that fell short. */
  short: z.object({ resource: z.string(), free: z.number() }).nullable(),
  alternatives: z.array(
    z.object({ cityNodeId: z.string(), slug: z.string(), city: z.record(z.string(), z.string()) }),
  ),
});
export type HoldRefusal = z.infer<typeof holdRefusal>;

/** As kept in `quotes.holdDetail` when the hold was refused. */
export const holdDetail = z.object({ nodes: z.array(holdRefusal) });
