import { spawn, type ChildProcess } from 'node:child_process';
import { expect, it } from 'vitest';
import { readyUrl } from './start-stack.ts';

const saying = (script: string): ChildProcess =>
  spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });

it('takes the whole address, however its line arrives', async () => {
  // The second half is said only when the first has been read.
  const stack = saying('printf "starting\\nready http:"; read go; echo //127.0.0.1:9');
  stack.stdout?.once('data', () => stack.stdin?.end('go\n'));
  expect(await readyUrl(stack)).toBe('http://127.0.0.1:9');
});

it('tells what a stack said that ended before it was ready', async () => {
  await expect(readyUrl(saying('echo no room; exit 3'))).rejects.toThrow(/ended with 3 .*\nno room/);
});
