import { isFromElsewhere } from '#app/api/own-page.ts';
import { NextResponse, type NextRequest } from 'next/server';
import { isLocale } from '#lib/i18n/locale.ts';
import { cappedBody } from '#lib/rest/capped-body.ts';
import { isTheme } from '#components/shell/theme.ts';

/** Two short fields. Anybody may post here, so no more is taken in. */
const mostBytes = 4_096;

/** Keeps a reader's language and appearance in cookies and goes back to the page they came from. */
export async function POST(request: NextRequest): Promise<NextResponse> {
  if (isFromElsewhere(request)) return new NextResponse(null, { status: 403 });
  const body = await cappedBody(request, mostBytes);
  if (!body) return new NextResponse(null, { status: 413 });
  const form = await new Response(body, { headers: request.headers }).formData();
  const response = new NextResponse(null, { status: 303, headers: { location: pageBefore(request) } });
  const year = { path: '/', maxAge: 31_536_000, sameSite: 'lax' as const };
  const locale = form.get('locale');
  if (isLocale(locale)) response.cookies.set('locale', locale, year);
  const theme = form.get('theme');
  if (isTheme(theme)) response.cookies.set('theme', theme, year);
  return response;
}

/** Path of the page the form stood on, if it was ours. Never another site's. */
function pageBefore(request: NextRequest): string {
  const referer = request.headers.get('referer');
  if (!referer || !URL.canParse(referer)) return '/';
  const page = new URL(referer);
  return page.host === request.headers.get('host')
    ? `/${page.pathname.replace(/^\/+/, '')}${page.search}`
    : '/';
}
