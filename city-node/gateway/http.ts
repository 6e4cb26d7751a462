import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse, type Refusal } from './refusal.ts';

/** The largest body of a call, and the largest message on a WebSocket. */
export const BODY_CAP_BYTES = 1024 * 1024;

/** Any page of any origin may call: the key is the credential, and no cookie is looked at. */
export const HEADERS: readonly string[] = [
  'content-type',
  'application/json',
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'retry-after',
];

export function answerPreflight(response: ServerResponse): void {
  response
    .writeHead(204, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'content-type, x-api-key',
      'access-control-max-age': '86400',
    })
    .end();
}

export const tooLarge = refuse(
  413,
  'limit.body',
  `The body is larger than the cap of ${BODY_CAP_BYTES} bytes (1 MiB).`,
  { limit: 'body', resetsAt: null, detail: { cap: BODY_CAP_BYTES } },
);

/** Answers with a refusal; `text` is it as this door says it. Gives the bytes that left. */
export function answerRefusal(response: ServerResponse, refusal: Refusal, text: string): number {
  // Part of another answer has left: what follows must not look like its end.
  if (response.headersSent) {
    response.destroy();
    return 0;
  }
  const bytes = Buffer.byteLength(text);
  const headers = [...HEADERS, 'content-length', String(bytes)];
  if (refusal.retryAfterSeconds !== undefined) headers.push('retry-after', String(refusal.retryAfterSeconds));
  // What is still being sent is not read on.
  if (refusal.status === 413) headers.push('connection', 'close');
  response.writeHead(refusal.status, headers).end(text);
  return bytes;
}

export function answerText(response: ServerResponse, status: number, text: string): number {
  const bytes = Buffer.byteLength(text);
  response.writeHead(status, [...HEADERS, 'content-length', String(bytes)]).end(text);
  return bytes;
}

/** Reads a body up to the cap; `take` gets its text and bytes, or null when it is larger. Nothing when the caller goes away. */
export function readCapped(
  request: IncomingMessage,
  take: (text: string | null, bytes: number) => void,
): void {
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) > BODY_CAP_BYTES) return take(null, 0);
  let first: Buffer | null = null;
  let rest: Buffer[] | null = null;
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > BODY_CAP_BYTES) {
      request.off('data', onData).off('end', onEnd);
      request.resume();
      return take(null, size);
    }
    if (!first) first = chunk;
    else (rest ??= [first]).push(chunk);
  };
  const onEnd = () =>
    take(rest ? Buffer.concat(rest, size).toString('utf8') : (first?.toString('utf8') ?? ''), size);
  request.on('data', onData).on('end', onEnd);
}

/** At once, or after so many milliseconds. */
export function later(delayMs: number, run: () => void): void {
  if (delayMs === 0) run();
  else setTimeout(run, delayMs);
}
