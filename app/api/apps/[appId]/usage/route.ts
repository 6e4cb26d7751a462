import { answer } from '#app/api/apps/answer.ts';
import { readUsage, readUsageInput } from '#lib/usage/read-usage.ts';

/** `?by=hour|day&span=`: usage by city node and method. */
export const GET = answer('usage', (actor, appId, query) =>
  readUsage(actor, readUsageInput.parse({ ...query, appId })),
);
