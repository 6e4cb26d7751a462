import { createServer, type AddressInfo } from 'node:net';

/** `wanted` when nobody has it, else any free port of the loopback interface. */
export function freePort(wanted = 0): Promise<number> {
  return tryPort(wanted).catch(() => tryPort(0));
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: found } = probe.address() as AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}
