/**
 * Whether a page of this very portal sent this request. The session cookie stays at home when another site posts a form,
 * but an answer's own cookies are taken even then, and a page of another origin on the same site sends both.
 */
export function isFromOwnPage(request: Pick<Request, 'headers'>): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}

/** Whether a page of somebody else's sent it. Browsers name the origin of every form; programs name none. */
export const isFromElsewhere = (request: Pick<Request, 'headers'>): boolean =>
  request.headers.has('origin') && !isFromOwnPage(request);
