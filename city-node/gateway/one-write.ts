import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/**
 * Connections on which what was corked leaves as one text. undici writes the head and the body of a call apart, and
 * two pieces in one system call cost about twice as much as one.
 */
export function oneWriteConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result;
      if (socket) joinWrites(socket);
      callback(...result);
    });
}

function joinWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
  let held: string | null = null;
  socket.cork = () => void (held ??= '');
  socket.uncork = () => {
    const text = held;
    held = null;
    if (text) write(text, 'latin1');
  };
  socket.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    if (held === null) return write(chunk, ...rest);
    // latin1 keeps bytes as they are, and a head has no others.
    held +=
      typeof chunk === 'string'
        ? chunk
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    return !socket.writableNeedDrain;
  };
}
