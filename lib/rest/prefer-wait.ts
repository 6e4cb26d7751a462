const longestSeconds = 20;
const wait = /(?:^|[\s,;])wait\s*=\s*"?(\d{1,6})"?\s*(?:[,;]|$)/i;

/** How many seconds a caller would rather wait than ask again: `Prefer: wait=10` (RFC 7240, section 4.3), at most 20. */
export function preferredWait(header: string | null): number {
  const seconds = Number(wait.exec(header ?? '')?.[1] ?? 0);
  return Math.min(seconds, longestSeconds);
}

/** As the document describes it. */
export const preferWaitParameter = {
  name: 'Prefer',
  in: 'header',
  required: false,
  description: `wait=N answers as soon as there is news, at most N seconds later (RFC 7240; N up to ${longestSeconds})`,
  schema: { type: 'string', examples: ['wait=10'] },
};
