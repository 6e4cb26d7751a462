/** Search parameters as a page receives them. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** `path` with the parameters of `query`, some of them changed; what is empty is left out. */
export function withQuery(path: string, query: Query, changes: Query = {}): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) out.append(name, one);
  }
  const text = out.toString();
  return text ? `${path}?${text}` : path;
}

/** The first value of each parameter, as schemas of lists want them. */
export function flatQuery(query: Query): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0] : value || undefined,
    ]),
  );
}

/**
 * The link of a sortable head: a second click turns the order round. `sort` in the URL is `key` or `-key`; `usual` marks
 * the column that sorts the list while the URL says nothing.
 */
export function sortBy(
  path: string,
  query: Query,
  key: string,
  usual = false,
): { href: string; now?: 'ascending' | 'descending' } {
  const sort = query.sort ?? (usual ? key : undefined);
  const now = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  const href = withQuery(path, query, { sort: now === 'ascending' ? `-${key}` : key, cursor: undefined });
  return now ? { href, now } : { href };
}
