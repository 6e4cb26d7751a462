import { log } from '#lib/log/log.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';

const mostBytes = 512 * 1024;
const answers = {
  stored: 200,
  known: 200,
  notGenuine: 400,
  noSuchProvider: 404,
} as const;

/** Payment providers' events: checked on the raw body, stored, and acted upon by a job. */
export async function POST(request: Request, context: { params: Promise<{ provider: string }> }) {
  const { provider } = await context.params;
  if (provider !== 'stripe' && provider !== 'simulated') return new Response(null, { status: 404 });
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes)
    return new Response(null, { status: 413 });
  const body = await request.text();
  if (body.length > mostBytes) return new Response(null, { status: 413 });
  try {
    const received = await receiveEvent(provider, body, request.headers);
    return new Response(null, { status: answers[received] });
  } catch (error) {
    // The provider sends it again.
    log().error({ err: error, provider }, 'a payment event could not be stored');
    return new Response(null, { status: 503 });
  }
}
