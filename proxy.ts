import { NextResponse, type NextRequest } from 'next/server';

const sessionCookies = ['next-auth.session-token', '__Secure-next-auth.session-token'];
const signedInAreas =
  /^\/(apps|buy|quotes|orders|wallet|invoices|organisation|account|operator|finance)(\/|$)/;

/**
 * Gives each request an id and each page a policy with its own nonce, and sends people without a session cookie to
 * sign-in. A cookie's presence proves nothing: pages and verbs ask who it is. No data is read here.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const requestId = crypto.randomUUID();
  // No link of ours holds a NUL character, and no database takes one.
  if (`${pathname}${search}`.includes('%00')) return new NextResponse(null, { status: 400 });
  if (signedInAreas.test(pathname) && !sessionCookies.some((name) => request.cookies.has(name))) {
    const signIn = new URL('/sign-in', request.url);
    signIn.searchParams.set('next', `${pathname}${search}`);
    return NextResponse.redirect(signIn, { status: 303 });
  }
  const nonce = btoa(requestId);
  const policy = policyFor(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-request-id', requestId);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('x-request-id', requestId);
  response.headers.set('content-security-policy', policy);
  return response;
}

function policyFor(nonce: string): string {
  const dev = process.env.NODE_ENV === 'development';
  // City nodes' gateways are other parties' hosts, called from app pages; in sandbox they listen on loopback.
  const local =
    dev || process.env.SANDBOX === '1'
      ? ' http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*'
      : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    // Widths of bars and the like are style attributes; whole style sheets need the nonce.
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' https: wss:${local}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self' https://checkout.stripe.com",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Static files and programs' doors need neither policy nor sign-in page. */
export const config = {
  matcher: ['/((?!api/|_next/static|_next/image|fonts/|icon$|favicon.ico|robots.txt|sitemap.xml).*)'],
};
