import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Session = Record<string, unknown> & { id: string; status: string; payment_status: string };
type Answer = { status: number; body: unknown };

/**
 * A few of Stripe's calls with a memory, for the contract suite: it keeps Stripe's rules on idempotency keys, on
 * expiring and on refunding. Shapes are checked against stripe-mock, which has no memory.
 */
export async function stripeStandIn() {
  const sessions = new Map<string, Session>();
  const refunds = new Map<string, { id: string; intent: string; amount: number }>();
  const answers = new Map<string, Answer>();
  const intentOf = (id: string) => `pi_${id}`;

  function handle(method: string, path: string, form: URLSearchParams): Answer {
    const [, , first, second, third, fourth] = path.split('/');
    if (first === 'checkout' && second === 'sessions') {
      if (method === 'POST' && !third) return create(form);
      const session = sessions.get(third ?? '');
      if (!session) return missing();
      if (fourth === 'expire') {
        if (session.status !== 'open') return invalid('only open sessions can be expired');
        session.status = 'expired';
      }
      return { status: 200, body: session };
    }
    if (first === 'refunds' && method === 'POST') return refund(form);
    if (first === 'refunds') {
      const made = refunds.get(second ?? '');
      return made ? { status: 200, body: { ...made, object: 'refund', status: 'succeeded' } } : missing();
    }
    return missing();
  }

  function create(form: URLSearchParams): Answer {
    const id = `cs_test_${sessions.size + 1}`;
    const session = {
      id,
      object: 'checkout.session',
      url: `https://checkout.stripe.test/${id}`,
      status: 'open',
      payment_status: 'unpaid',
      client_reference_id: form.get('client_reference_id'),
      amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
      currency: form.get('line_items[0][price_data][currency]'),
      payment_intent: null as string | null,
      metadata: {},
    };
    sessions.set(id, session);
    return { status: 200, body: session };
  }

  function refund(form: URLSearchParams): Answer {
    const intent = form.get('payment_intent') ?? '';
    const amount = Number(form.get('amount'));
    const session = [...sessions.values()].find(({ id }) => intentOf(id) === intent);
    if (!session) return missing();
    const before = [...refunds.values()]
      .filter((r) => r.intent === intent)
      .reduce((sum, r) => sum + r.amount, 0);
    if (before + amount > Number(session.amount_total)) return invalid('more than was paid');
    const made = { id: `re_${refunds.size + 1}`, intent, amount };
    refunds.set(made.id, made);
    return { status: 200, body: { ...made, object: 'refund', status: 'succeeded' } };
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // node's own type says any
    const key = request.headers['idempotency-key'];
    const known = typeof key === 'string' ? answers.get(key) : undefined;
    const url = new URL(request.url ?? '/', 'http://stripe');
    const answer =
      known ??
      handle(request.method ?? 'GET', url.pathname, new URLSearchParams(Buffer.concat(chunks).toString()));
    if (typeof key === 'string') answers.set(key, answer);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    pay(id: string) {
      const session = sessions.get(id);
      if (session)
        Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: intentOf(id) });
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const failure = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { type: 'invalid_request_error', code, message } },
});
const missing = () => failure(404, 'resource_missing', 'no such object');
const invalid = (message: string) => failure(400, 'invalid', message);
