import { isSandbox } from '#lib/env/portal-env.ts';
import { readMailboxMail } from '#lib/mail/search-mailbox.ts';

/** A mail of the sandbox's inbox as a mail reader would draw it: no scripts, no frames, links in a new tab. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; " +
  'sandbox allow-popups allow-popups-to-escape-sandbox';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const mail = isSandbox() ? await readMailboxMail((await params).id) : null;
  if (!mail) return new Response(null, { status: 404 });
  return new Response(mail.html.replace('<head>', '<head><base target="_blank">'), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
