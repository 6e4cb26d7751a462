/** The least that a Node proxy can do: take the body, `dispatch` it, send the answer on. No check. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const target = new URL(process.argv[2] ?? '');
const pool = new Pool(target.origin, { connections: 64, pipelining: 1 });
const headers = ['content-type', 'application/json'];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    pool.dispatch(
      { path: '/', method: 'POST', headers, body: body ?? null },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, upstream) {
          const length = upstream['content-length'];
          response.writeHead(status, {
            'content-type': 'application/json',
            'content-length': String(length),
          });
        },
        onResponseData: (_controller, chunk) => void response.write(chunk),
        onResponseEnd: () => void response.end(),
        onResponseError: () => void response.destroy(),
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
