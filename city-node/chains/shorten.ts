import type { JsonValue } from '#protocol/control/primitives.ts';

const longest = 2_000;
const mostItems = 200;

/** An argument as it is kept for display: whole where it is of ordinary size, else its beginning. */
export function shorten<T extends JsonValue>(value: T): T {
  // Shortening keeps the kind of value: text stays text, a list stays a list.
  return shortened(value) as T;
}

function shortened(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value;
  if (Array.isArray(value)) return value.slice(0, mostItems).map(shortened);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, mostItems)
        .map(([name, each]) => [name, shortened(each)]),
    );
  return value;
}
