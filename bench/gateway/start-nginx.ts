import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program stands on the path; undefined: nowhere. */
export function onPath(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** nginx before the chain with a map of keys and `limit_req`, the nearest thing to a gateway that it does by itself. */
export async function startNginx(
  chain: string,
  key: string,
): Promise<{ url: string; stop(): void } | undefined> {
  const binary = onPath('nginx');
  if (!binary) return undefined;
  const home = await mkdtemp(join(tmpdir(), 'cityport-nginx-'));
  const port = await freePort();
  const configuration = `daemon off; worker_processes 1; pid ${home}/pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${home}/body; proxy_temp_path ${home}/proxy; fastcgi_temp_path ${home}/f;
  uwsgi_temp_path ${home}/u; scgi_temp_path ${home}/s;
  map $http_x_api_key $app { default ""; "${key}" bench; }
  limit_req_zone $app zone=apps:1m rate=1000000r/s;
  upstream chain { server ${new URL(chain).host}; keepalive 64; }
  server {
    listen 127.0.0.1:${port}; keepalive_requests 1000000;
    location / {
      if ($app = "") { return 401; }
      limit_req zone=apps burst=1000000 nodelay; limit_req_status 429;
      client_max_body_size 1m; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://chain;
    }
  }
}`;
  await writeFile(join(home, 'nginx.conf'), configuration);
  const child = spawn(binary, ['-e', 'stderr', '-p', home, '-c', join(home, 'nginx.conf')], {
    stdio: 'inherit',
  });
  return { url: `http://127.0.0.1:${port}/`, stop: () => void child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
