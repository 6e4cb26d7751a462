import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { mailTransportContract } from '../contract.ts';
import { smtpTransport } from './index.ts';

/** A mail server of the least kind: takes what has an @, refuses the rest for good, keeps messages as they came. */
async function mailServer() {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, messages);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { url: `smtp://127.0.0.1:${port}`, messages, close };
}

function converse(socket: Socket, messages: string[]): void {
  let pending = '';
  let data: string | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 test');
  socket.on('data', (chunk) => {
    pending += chunk.toString();
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      if (data !== null) {
        if (line === '.') {
          messages.push(data);
          data = null;
          say('250 kept');
        } else data += `${line}\n`;
      } else if (/^RCPT/i.test(line) && !line.includes('@')) say('550 no such user');
      else if (/^DATA/i.test(line)) {
        data = '';
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    }
  });
}

const idOf = (message: string) => /^Message-ID: <([^@>]+)@/im.exec(message)?.[1] ?? '';

mailTransportContract('smtp', async () => {
  const server = await mailServer();
  return {
    transport: smtpTransport({ url: server.url, from: 'Cityport <no-reply@portal.test>', timeoutMs: 10_000 }),
    arrived: () => server.messages.map(idOf),
    breakDown: server.close,
    close: server.close,
  };
});

it('says unknown when the call is cut short', async () => {
  const server = await mailServer();
  const transport = smtpTransport({ url: server.url, from: 'no-reply@portal.test' });
  const mail = { id: 'cut', to: 'a@b.test', subject: 's', text: 't', html: 'h' };
  expect(await transport.send(mail, { signal: AbortSignal.abort() })).toMatchObject({ kind: 'unknown' });
  await server.close();
});
