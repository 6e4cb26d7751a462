import { portalEnv } from '#lib/env/portal-env.ts';

/** Address of this portal for links that leave it: the host that was asked for, so that each brand names itself. */
export function portalUrlOf(headers: Headers): string {
  const own = new URL(portalEnv().PORTAL_URL);
  const host = headers.get('host');
  // A Host header is a stranger's text: it must be a host and nothing else.
  return `${own.protocol}//${host && /^[a-z0-9.:[\]-]+$/i.test(host) ? host : own.host}`;
}
