import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { admitKey, isRefusal } from './admission.ts';
import type { AppRuntime } from './apps.ts';
import type { GatewayContext } from './context.ts';
import { BODY_CAP_BYTES } from './http.ts';
import { internal, noChain, refuse, rpcText, type Refusal } from './refusal.ts';
import { openSession } from './web-socket-session.ts';

/** Offered by a browser beside the one that carries the key, and the only one that is answered. */
const PROTOCOL = 'cityport';
const KEY_PROTOCOL = 'cityport.key.';
const SOCKETS_PER_APP = 500;

export interface WebSocketDoor {
  upgrade(appCode: string, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/**
 * JSON-RPC over a WebSocket on the path of the HTTP door. The key comes in `x-api-key`; a browser, which cannot set
 * headers there, offers the subprotocols `cityport` and `cityport.key.<API key>`.
 */
export function webSocketDoor(context: GatewayContext): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: BODY_CAP_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  return {
    upgrade(appCode, request, socket, head) {
      socket.on('error', () => socket.destroy());
      void admit(context, appCode, request).then((admitted) => {
        if ('status' in admitted) return turnAway(socket, admitted);
        server.handleUpgrade(request, socket, head, (client) =>
          openSession(context, admitted.runtime, admitted.key, client),
        );
      });
    },
    close: () => {
      for (const client of server.clients) client.close(1001, 'restarting');
      server.close();
    },
  };
}

async function admit(
  context: GatewayContext,
  appCode: string,
  request: IncomingMessage,
): Promise<{ runtime: AppRuntime; key: string } | Refusal> {
  let runtime: AppRuntime | null;
  try {
    runtime = await context.apps.get(appCode);
  } catch {
    return internal;
  }
  const key = keyOf(request);
  const admitted = admitKey(runtime, key, context.deps.now());
  if (runtime && isRefusal(admitted)) runtime.meter.of('refused').refused += 1;
  if (isRefusal(admitted)) return admitted;
  if (!runtime || key === undefined) return internal;
  if (!runtime.compiled.app.upstream) return noChain;
  if (runtime.watchers.size >= SOCKETS_PER_APP)
    return refuse(429, 'limit.connections', `This app has ${SOCKETS_PER_APP} WebSockets open already.`, {
      limit: 'connections',
      resetsAt: null,
    });
  return { runtime, key };
}

function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return header;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(KEY_PROTOCOL))?.slice(KEY_PROTOCOL.length);
}

function turnAway(socket: Duplex, refusal: Refusal): void {
  const text = rpcText(refusal, 'null');
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\ncontent-type: application/json\r\n` +
      `access-control-allow-origin: *\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}
