import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { sendEvent } from '#adapters/payments/simulated/send-event.ts';
import { signatureHeader, signBody } from '#adapters/payments/simulated/signature.ts';
import { db } from '#db/connection.ts';
import { paymentEvents } from '#db/schema/orders.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { POST } from './[provider]/route.ts';

testDatabase();

const secret = process.env.SIMULATED_WEBHOOK_SECRET ?? '';
const post = (provider: string, body: string, signature?: string) =>
  POST(
    new Request(`http://portal.test/api/webhooks/${provider}`, {
      method: 'POST',
      body,
      headers: signature ? { [signatureHeader]: signature } : {},
    }),
    { params: Promise.resolve({ provider }) },
  );
const event = (id = `evt_${newId()}`) => JSON.stringify({ id, type: 'checkout.paid', object: 'sim_1' });
const stored = (id: string) => db().$count(paymentEvents, eq(paymentEvents.eventId, id));

it('takes a genuine event, and the same one again, and keeps it once', async () => {
  const id = `evt_${newId()}`;
  const signature = signBody(event(id), secret, new Date());
  for (let time = 0; time < 2; time++)
    expect((await post('simulated', event(id), signature)).status).toBe(200);
  expect(await stored(id)).toBe(1);
});

it('keeps nothing that is unsigned, altered, signed by another or from a provider that is off', async () => {
  const id = `evt_${newId()}`;
  const signature = signBody(event(id), secret, new Date());
  expect((await post('simulated', event(id))).status).toBe(400);
  expect((await post('simulated', event(id).replace('paid', 'gone'), signature)).status).toBe(400);
  expect((await post('simulated', event(id), signBody(event(id), 'another secret', new Date()))).status).toBe(
    400,
  );
  expect((await post('stripe', event(id), signature)).status).toBe(404);
  expect((await post('paypal', event(id), signature)).status).toBe(404);
  expect((await post('simulated', 'x'.repeat(600_000), signature)).status).toBe(413);
  expect(await stored(id)).toBe(0);
});

it('is what the simulated provider posts to', async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = request.headers[signatureHeader];
      void post(
        'simulated',
        Buffer.concat(chunks).toString(),
        typeof signature === 'string' ? signature : '',
      ).then(({ status }) => response.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
    const sent = { id: `evt_${newId()}`, type: 'checkout.paid', object: 'sim_2' };
    await sendEvent(sent, { url, secret, signal: AbortSignal.timeout(10_000) });
    expect(await stored(sent.id)).toBe(1);
    await expect(
      sendEvent(sent, { url, secret: 'another secret', signal: AbortSignal.timeout(10_000) }),
    ).rejects.toThrow('400');
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
