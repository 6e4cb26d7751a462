import type { MoneyLine } from './money-lines.tsx';

/** Address of the flow with what a quote or an order had, so that nothing is typed twice. */
export function buyAgainHref(from: {
  lines: readonly (MoneyLine & { detail: Record<string, string> })[];
  frameworkId?: string;
  term: { unit: string; count: number };
  appName: string;
}): string {
  const params = new URLSearchParams();
  const kind = from.lines[0]?.detail.kind ?? 'permissioned';
  params.set('offer', `${from.frameworkId ?? 'ethereum'}.${kind}`);
  for (const slug of new Set(from.lines.map((line) => line.slug))) {
    params.append('node', slug);
    for (const line of from.lines)
      if (line.slug === slug && line.resource !== 'base')
        params.set(`${line.resource}.${slug}`, String(line.quantity));
  }
  params.set('term', from.term.unit);
  params.set('count', String(from.term.count));
  params.set('name', from.appName);
  return `/buy?${params.toString()}`;
}
