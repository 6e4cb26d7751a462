import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'undici';
import { onPath } from './start-nginx.ts';

export interface CallLoad {
  perSecond: number;
  failures: number;
}

export const CALL = '{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}';

/** By wrk where it is on the path, else by undici in this process, which is then part of what is measured. */
export async function loadCalls(
  url: string,
  key: string,
  connections: number,
  seconds: number,
): Promise<CallLoad> {
  const wrk = onPath('wrk');
  return wrk ? byWrk(wrk, url, key, connections, seconds) : byUndici(url, key, connections, seconds);
}

async function byWrk(
  wrk: string,
  url: string,
  key: string,
  connections: number,
  seconds: number,
): Promise<CallLoad> {
  const script = join(await mkdtemp(join(tmpdir(), 'cityport-wrk-')), 'call.lua');
  await writeFile(
    script,
    `wrk.method = "POST"\nwrk.body = [[${CALL}]]\nwrk.headers["content-type"] = "application/json"\nwrk.headers["x-api-key"] = "${key}"\n`,
  );
  const { stdout } = await promisify(execFile)(wrk, [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '-s',
    script,
    url,
  ]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? '0';
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? '0';
  const broken = [...(/Socket errors: (.*)/.exec(stdout)?.[1]?.matchAll(/\d+/g) ?? [])];
  const errors = broken.reduce((sum, [count]) => sum + Number(count), 0);
  return { perSecond: Number(rate), failures: Number(refused) + errors };
}

async function byUndici(url: string, key: string, connections: number, seconds: number): Promise<CallLoad> {
  const target = new URL(url);
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const until = performance.now() + seconds * 1000;
  let [answers, failures] = [0, 0];
  const client = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await pool.request({
        path: target.pathname,
        method: 'POST',
        headers,
        body: CALL,
      });
      await body.dump();
      answers += 1;
      failures += Number(statusCode !== 200);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  return { perSecond: answers / seconds, failures };
}
