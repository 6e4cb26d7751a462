import { expect, it, vi } from 'vitest';
import { steadily } from './steadily.ts';

it('gives its answer or its failure, and neither at once', async () => {
  const settled = vi.fn();
  const good = steadily(() => Promise.resolve('sent'));
  const bad = steadily(() => Promise.reject(new Error('limited')));
  for (const answer of [good, bad]) answer.then(settled, settled);
  // Whatever is ready has been told by now.
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(settled).not.toHaveBeenCalled();
  expect(await good).toBe('sent');
  await expect(bad).rejects.toThrow('limited');
});
