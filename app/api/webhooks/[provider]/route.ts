import { log } from '#lib/log/log.ts';
import { receiveEvent } from '#lib/payments/receive-event.ts';
import { cappedBody } from '#lib/rest/capped-body.ts';

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
  const body = await cappedBody(request, mostBytes);
  if (!body) return new Response(null, { status: 413 });
  try {
    const received = await receiveEvent(provider, body.toString('utf8'), request.headers);
    return new Response(null, { status: answers[received] });
  } catch (error) {
    // The provider sends it again.
    log().error({ err: error, provider }, 'a payment event could not be stored');
    return new Response(null, { status: 503 });
  }
}
