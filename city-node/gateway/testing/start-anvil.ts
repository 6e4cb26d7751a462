import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

export interface TestChain {
  http: string;
  ws: string;
  chainId: number;
  stop(): void;
}

/** A fresh anvil on a free port, gone with the process. Each transaction gets a block at once. */
export async function startAnvil(chainId: number, extra: readonly string[] = []): Promise<TestChain> {
  const platform = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const binary = createRequire(import.meta.url).resolve(`${platform}/bin/anvil`);
  const child = spawn(binary, ['--port', '0', '--chain-id', String(chainId), ...extra], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  const port = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-10_000);
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(printed);
      if (found?.[1]) resolve(found[1]);
    });
  });
  const stop = () => {
    process.off('exit', onExit);
    child.kill('SIGKILL');
  };
  return { http: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}`, chainId, stop };
}
