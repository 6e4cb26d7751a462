import type { ServerResponse } from 'node:http';
import type { Dispatcher, Pool } from 'undici';

const REQUEST_HEADERS = ['content-type', 'application/json'];
/** Where a JSON-RPC answer says whether it is an error; ids that we let through are shorter. */
const HEAD_BYTES = 512;
const ONE_WRITE_BYTES = 16 * 1024;
const ERROR_MEMBER = Buffer.from('"error"');

export interface Upstream {
  pool: Pool;
  path: string;
}

/** What came of one exchange with the chain. */
export interface Exchanged {
  bytes: number;
  /** The chain answered with an error, or not at all. */
  failed: boolean;
  /** Nothing of an answer has been sent to the caller yet, and nothing will come. */
  unanswered: boolean;
}

/**
 * Sends one read to the chain and its answer on as it comes, with back-pressure. A short answer leaves in one piece.
 * A caller that goes away ends the call at the chain.
 */
export function stream(
  upstream: Upstream,
  body: string,
  response: ServerResponse,
  headers: readonly string[],
  done: (exchanged: Exchanged) => void,
): void {
  let bytes = 0;
  let failed = false;
  let held: Buffer | null = null;
  let ended = false;
  const end = (unanswered: boolean) => {
    if (ended) return;
    ended = true;
    response.off('close', onClose);
    done({ bytes, failed: failed || unanswered, unanswered });
  };
  let controller: Dispatcher.DispatchController | null = null;
  const onClose = () => controller?.abort(new Error('the caller went away'));
  response.once('close', onClose);
  upstream.pool.dispatch(
    { path: upstream.path, method: 'POST', headers: REQUEST_HEADERS, body },
    {
      onRequestStart(started) {
        controller = started;
        if (response.destroyed) started.abort(new Error('the caller went away'));
      },
      onResponseStart(_controller, status, upstreamHeaders) {
        if (status !== 200) failed = true;
        const length = upstreamHeaders['content-length'];
        const sized = typeof length === 'string' ? [...headers, 'content-length', length] : [...headers];
        response.writeHead(status === 200 ? 200 : 502, sized);
      },
      onResponseData(running, chunk) {
        if (bytes === 0) failed ||= chunk.subarray(0, HEAD_BYTES).includes(ERROR_MEMBER);
        bytes += chunk.length;
        if (held && !response.write(held)) {
          running.pause();
          response.once('drain', () => running.resume());
        }
        held = chunk;
      },
      onResponseEnd() {
        // As text it leaves in one write together with the head; latin1 keeps the bytes as they are.
        if (held && bytes === held.length && bytes <= ONE_WRITE_BYTES)
          response.end(held.toString('latin1'), 'latin1');
        else if (held) response.end(held);
        else response.end();
        end(false);
      },
      onResponseError() {
        const started = response.headersSent;
        // Half an answer must not look like a whole one.
        if (started) response.destroy();
        failed = true;
        end(!started);
      },
    },
  );
}

export interface Collected {
  /** Null: the chain gave no answer that can be used. */
  text: string | null;
  failed: boolean;
}

/** Sends to the chain and takes the whole answer in, for what must be counted or put together before it is given. */
export function collect(upstream: Upstream, body: string, capBytes: number): Promise<Collected> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let good = true;
    upstream.pool.dispatch(
      { path: upstream.path, method: 'POST', headers: REQUEST_HEADERS, body },
      {
        // undici asks for this one to be there.
        onRequestStart() {},
        onResponseStart(_controller, status) {
          good = status === 200;
        },
        onResponseData(running, chunk) {
          size += chunk.length;
          if (size > capBytes) running.abort(new Error(`answer of more than ${capBytes} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const all = Buffer.concat(chunks, size);
          const failed = all.subarray(0, HEAD_BYTES).includes(ERROR_MEMBER);
          resolve(good ? { text: all.toString('utf8'), failed } : { text: null, failed: true });
        },
        onResponseError() {
          resolve({ text: null, failed: true });
        },
      },
    );
  });
}
