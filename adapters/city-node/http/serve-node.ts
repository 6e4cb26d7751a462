import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appReads, type AppReadKind } from '#protocol/control/app-reads.ts';
import { CONTROL_LIMITS, CONTROL_PREFIX } from '#protocol/control/primitives.ts';
import { importPublicKey, thumbprint, type EdgeKey } from '#protocol/edge-signing/keys.ts';
import { readRequest } from '#protocol/edge-signing/request.ts';
import { signResponse } from '#protocol/edge-signing/response.ts';
import type { CityNode } from '../port.ts';

export interface ServedNode {
  url: string;
  close(): Promise<void>;
  /** Spoils the answers that follow; null ends it. */
  spoil: { current: Spoiling | null };
}

/** Given the honest answer, does something else to the connection or the answer. */
export type Spoiling = (answer: Answer, response: ServerResponse) => void;
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The control door over any city node, as far as tests of the client need it: signatures, status codes, envelopes. */
export async function serveNode(node: CityNode, key: EdgeKey, portalKey: string): Promise<ServedNode> {
  const spoil: ServedNode['spoil'] = { current: null };
  const server = createServer((request, response) => {
    void answerTo(request, node, key, portalKey).then((answer) => {
      if (spoil.current) return spoil.current(answer, response);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close, spoil };
}

async function answerTo(
  request: IncomingMessage,
  node: CityNode,
  key: EdgeKey,
  portalKey: string,
): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const target = request.url ?? '';
  const claim = readRequest(
    { method: request.method ?? '', target, body },
    (name) => (typeof request.headers[name] === 'string' ? request.headers[name] : undefined),
    { node: key.id, nowSeconds: Date.now() / 1000, skewSeconds: CONTROL_LIMITS.clockSkewSeconds },
  );
  const known =
    typeof claim !== 'string' &&
    claim.keyId === thumbprint(portalKey) &&
    claim.provenBy(importPublicKey(portalKey));
  const outcome = known
    ? await dispatch(node, request.method ?? '', target, body)
    : { kind: 'rejected', reason: 'denied', code: 'signature.wrong', detail: String(claim) };
  const status =
    { done: 200, accepted: 202, absent: 404, rejected: known ? 409 : 401, unknown: 503 }[outcome.kind] ?? 500;
  const text = JSON.stringify(outcome);
  const requestSignature = typeof claim === 'string' ? '' : claim.signatureText;
  const signed = signResponse({ status, body: text, requestSignature }, key, Math.floor(Date.now() / 1000));
  return { status, headers: { 'content-type': 'application/json', ...signed }, body: text };
}

async function dispatch(
  node: CityNode,
  method: string,
  target: string,
  body: string,
): Promise<{ kind: string }> {
  const url = new URL(target, 'http://node.invalid');
  const [what = '', id = '', part = ''] = url.pathname
    .slice(CONTROL_PREFIX.length + 1)
    .split('/')
    .map(decodeURIComponent);
  const query = Object.fromEntries(url.searchParams);
  const options = { signal: AbortSignal.timeout(30_000) };
  const json = body === '' ? undefined : JSON.parse(body);
  switch (`${method} ${what}`) {
    case 'GET status':
      return node.status(options);
    case 'PUT operations':
      return node.putOperation(id, json, options);
    case 'GET operations':
      return node.readOperation(id, options);
    case 'PUT policies':
      return node.putPolicy(id, json, options);
    case 'PUT reservations':
      return node.putReservation(id, json, options);
    case 'DELETE reservations':
      return node.deleteReservation(id, options);
    case 'GET usage':
      return node.usage(query, options);
    case 'GET events':
      return node.events(query, options);
    case 'GET apps':
      return part in appReads ? node.appRead(id, part as AppReadKind, query, options) : { kind: 'absent' };
    default:
      return { kind: 'absent' };
  }
}
