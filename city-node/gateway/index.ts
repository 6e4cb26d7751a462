import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GatewayDeps } from './deps.ts';

/** The data plane of a city node, mounted by the server before anything else sees the request. */
export interface Gateway {
  handles(url: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

export function createGateway(_deps: GatewayDeps): Gateway {
  return {
    handles: (url) => url.startsWith('/evm/v1/') || url.startsWith('/v1/apps/'),
    handle: (_request, response) => void response.writeHead(503).end(),
    upgrade: (_request, socket) => void socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n'),
    close: async () => undefined,
  };
}
