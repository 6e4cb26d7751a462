import { isSandbox } from '#lib/env/portal-env.ts';
import { searchMailbox, searchMailboxInput } from '#lib/mail/search-mailbox.ts';

/** The newest mail of a search in the sandbox's inbox: all that the page asks for while it waits. */
export async function GET(request: Request): Promise<Response> {
  if (!isSandbox()) return new Response(null, { status: 404 });
  const q = new URL(request.url).searchParams.get('q')?.replaceAll('\0', '') ?? '';
  const { rows } = await searchMailbox(searchMailboxInput.parse({ q: q.slice(0, 200), limit: 1 }));
  return Response.json({ newest: rows[0]?.id ?? null }, { headers: { 'cache-control': 'no-store' } });
}
