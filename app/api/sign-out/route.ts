import { isFromElsewhere } from '#app/api/own-page.ts';
import { revokeSession } from '#lib/accounts/revoke-session.ts';
import { clearSessionCookie, readSessionCookie } from '#lib/auth/session-cookie.ts';

/** A plain form's door, so that signing out works without scripts. Another site's form signs nobody out. */
export async function POST(request: Request): Promise<Response> {
  if (isFromElsewhere(request)) return new Response(null, { status: 403 });
  const ids = await readSessionCookie();
  if (ids) await revokeSession(ids);
  await clearSessionCookie();
  return new Response(null, { status: 303, headers: { location: '/' } });
}
