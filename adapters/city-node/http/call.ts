import type { KeyObject } from 'node:crypto';
import { request as send, type Dispatcher } from 'undici';
import type { z } from 'zod';
import { acceptedEnvelope, doneEnvelope, rejection, type Absent } from '#protocol/control/outcome.ts';
import type { Outcome, Rejection, RejectionReason, Unknown } from '#protocol/control/outcome.ts';
import { CONTROL_LIMITS } from '#protocol/control/primitives.ts';
import { signRequest } from '#protocol/edge-signing/request.ts';
import { requestSignatureOf, verifyResponse } from '#protocol/edge-signing/response.ts';
import type { EdgeKey } from '#protocol/edge-signing/keys.ts';

export interface Wire {
  /** The node's public URL without a slash at its end. */
  base: URL;
  node: { id: string; publicKey: KeyObject };
  key: EdgeKey;
}

export interface WireCall {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below the node's public URL, with its query. */
  path: string;
  body?: unknown;
  signal: AbortSignal;
}

export const unknown = (detail: string): Unknown => ({ kind: 'unknown', detail: detail.slice(0, 500) });

export const rejected = (reason: RejectionReason, code: string, detail: string): Rejection => ({
  kind: 'rejected',
  reason,
  code,
  detail,
});

/**
 * One signed call. Only an answer that the pinned node signed for this very request is believed; whatever else comes
 * back (nothing, a reset, a proxy's page, another's signature, too much) is `unknown`.
 */
export async function call<T extends z.ZodType>(
  wire: Wire,
  request: WireCall,
  value: T,
): Promise<Outcome<z.output<T>> | Absent> {
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  if (Buffer.byteLength(body) > CONTROL_LIMITS.requestBytes)
    return rejected('invalid', 'request.too-large', `more than ${CONTROL_LIMITS.requestBytes} bytes`);
  const answer = await exchange(wire, request, body);
  if ('kind' in answer) return answer;
  // To a read or a removal a 404 says that there is none; to a write it is a refusal like any other.
  if (answer.status === 404 && (request.method === 'GET' || request.method === 'DELETE'))
    return { kind: 'absent' };
  return readAnswer(answer, value);
}

interface Answer {
  status: number;
  body: Buffer;
}

async function exchange(wire: Wire, request: WireCall, body: string): Promise<Answer | Unknown> {
  const target = wire.base.pathname.replace(/\/$/, '') + request.path;
  const signed = { method: request.method, target, body };
  const signature = signRequest(signed, wire.key, wire.node.id, Math.floor(Date.now() / 1000));
  try {
    // It follows no redirect: a signature is good for one node and one path.
    const response = await send(new URL(target, wire.base), {
      method: request.method,
      headers: { ...signature, accept: 'application/json', 'content-type': 'application/json' },
      body: body === '' ? null : body,
      signal: request.signal,
    });
    const bytes = await readCapped(response.body);
    if (!bytes) return unknown(`answer of more than ${CONTROL_LIMITS.responseBytes} bytes`);
    const answer = { status: response.statusCode, body: bytes };
    const requestSignature = requestSignatureOf(signature.signature ?? '');
    const header = (name: string) => response.headers[name]?.toString();
    if (!verifyResponse({ ...answer, requestSignature }, header, wire.node))
      return unknown(`answer ${response.statusCode} without the node's signature`);
    return answer;
  } catch (cause) {
    return unknown(request.signal.aborted ? 'time-out' : textOf(cause));
  }
}

async function readCapped(body: Dispatcher.ResponseData['body']): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    // Leaving the loop destroys the stream.
    if (size > CONTROL_LIMITS.responseBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function readAnswer<T extends z.ZodType>(answer: Answer, value: T): Outcome<z.output<T>> {
  const json = parse(answer.body);
  const refusal = rejection.safeParse(json);
  // A fault of the node proves nothing about what it did before, whatever it says.
  if (answer.status >= 500 && answer.status !== 501) return unknown(`the node failed with ${answer.status}`);
  if (refusal.success) return refusal.data;
  if (answer.status === 404)
    return rejected('unsupported', 'request.unknown', 'the node does not know this call');
  const { done: doneShape, accepted: acceptedShape } = envelopesOf(value);
  const done = doneShape.safeParse(json);
  // The envelope's inferred type is lost over the generic schema; it was parsed by it one line above.
  if (done.success) return done.data as { kind: 'done'; value: z.output<T> };
  const accepted = acceptedShape.safeParse(json);
  if (accepted.success) return accepted.data as { kind: 'accepted'; ticket: string; value: z.output<T> };
  return unknown(`answer ${answer.status} that cannot be read: ${done.error.issues[0]?.message ?? ''}`);
}

type Envelopes = {
  done: ReturnType<typeof doneEnvelope<z.ZodType>>;
  accepted: ReturnType<typeof acceptedEnvelope<z.ZodType>>;
};
const envelopes = new WeakMap<z.ZodType, Envelopes>();

/** A schema is compiled when it is first used, so that of each value is made once. */
function envelopesOf(value: z.ZodType): Envelopes {
  const known = envelopes.get(value);
  if (known) return known;
  const made = { done: doneEnvelope(value), accepted: acceptedEnvelope(value) };
  envelopes.set(value, made);
  return made;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function textOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return cause.message + inner;
}
