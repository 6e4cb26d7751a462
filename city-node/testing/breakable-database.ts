import { connect, createServer, type Socket } from 'node:net';

export interface BreakableDatabase {
  url: string;
  /** Ends every connection and refuses new ones, until `attempts` came in vain or for good. */
  breakDown(attempts: number): Promise<void>;
  close(): Promise<void>;
}

/** A way to the database that can be cut, for one process, as when the server goes down. */
export async function breakableDatabase(url: string): Promise<BreakableDatabase> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let broken: { left: number; over: () => void } | null = null;
  const server = createServer((socket) => {
    if (broken) {
      socket.destroy();
      broken.left -= 1;
      if (broken.left <= 0) broken.over();
      return;
    }
    const behind = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      open.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(address.port);
  return {
    url: through.href,
    async breakDown(attempts) {
      await new Promise<void>((resolve) => {
        broken = { left: attempts, over: resolve };
        for (const socket of open) socket.destroy();
      });
      broken = null;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
