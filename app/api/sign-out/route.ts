import { revokeSession } from '#lib/accounts/revoke-session.ts';
import { clearSessionCookie, readSessionCookie } from '#lib/auth/session-cookie.ts';

/** A plain form's door, so that signing out works without scripts. The cookie does not come along from other sites. */
export async function POST(): Promise<Response> {
  const ids = await readSessionCookie();
  if (ids) await revokeSession(ids);
  await clearSessionCookie();
  return new Response(null, { status: 303, headers: { location: '/' } });
}
