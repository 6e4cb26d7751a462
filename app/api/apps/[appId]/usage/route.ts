import { liveAnswer } from '#app/api/live-answer.ts';
import { readUsage, readUsageInput } from '#lib/usage/read-usage.ts';

/** `?by=hour|day&span=`: usage by city node and method. */
export const GET = liveAnswer('app.usage', 'appId', (actor, appId, query) =>
  readUsage(actor, readUsageInput.parse({ ...query, appId })),
);
