const mostSteps = 20;

/**
 * A form's flat fields (`links.0.label.en`) as nested data, so that a schema's complaints carry the fields' names.
 * Numbers make arrays; anything that is not such data is left as it is.
 */
export function nested(flat: unknown): unknown {
  if (typeof flat !== 'object' || flat === null) return flat;
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const steps = path.split('.');
    // A name of thousands of steps is nobody's field, and would run out of stack below.
    const keys = steps.length > mostSteps ? [path] : steps;
    let at: Record<string, unknown> = root;
    for (const key of keys.slice(0, -1)) {
      const under = Object.hasOwn(at, key) ? at[key] : undefined;
      const next: Record<string, unknown> = typeof under === 'object' && under !== null ? { ...under } : {};
      define(at, key, next);
      at = next;
    }
    define(at, keys.at(-1) ?? '', value);
  }
  return arrays(root);
}

/** A field may be called `__proto__` by whoever sends it. */
const define = (at: Record<string, unknown>, key: string, value: unknown) =>
  Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true });

function arrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, arrays(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,3}$/.test(key));
  if (!isList) return Object.fromEntries(entries);
  return entries.sort((a, b) => Number(a[0]) - Number(b[0])).map(([, inner]) => inner);
}
