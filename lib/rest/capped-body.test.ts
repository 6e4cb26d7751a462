import { expect, it } from 'vitest';
import { cappedBody } from './capped-body.ts';

const asked = (body: string | ReadableStream) =>
  new Request('http://portal.test/', { method: 'POST', body, duplex: 'half' } as RequestInit);

it('gives a body up to the cap, byte for byte', async () => {
  expect((await cappedBody(asked('é'.repeat(5)), 10))?.toString()).toBe('é'.repeat(5));
  expect((await cappedBody(new Request('http://portal.test/'), 10))?.length).toBe(0);
  expect(await cappedBody(asked('x'.repeat(11)), 10)).toBeNull();
});

it('stops reading a body without end', async () => {
  let pulls = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulls += 1;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  expect(await cappedBody(asked(endless), 5_000)).toBeNull();
  expect(pulls).toBeLessThan(20);
});
