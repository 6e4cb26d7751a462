import { portalEnv } from '#lib/env/portal-env.ts';

/** An absolute link into the portal, for mail. */
export function portalLink(path: string, query: Record<string, string> = {}): string {
  const url = new URL(path, portalEnv().PORTAL_URL);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
