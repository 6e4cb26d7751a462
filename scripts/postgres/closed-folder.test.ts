import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { closedFolder } from './closed-folder.ts';

it('finds the folder that keeps other users out', () => {
  const outer = mkdtempSync(join(tmpdir(), 'cityport-closed-'));
  onTestFinished(() => rmSync(outer, { recursive: true }));
  mkdirSync(join(outer, 'inner'));
  chmodSync(outer, 0o755);
  expect(closedFolder(join(outer, 'inner', 'postgres'))).toBeNull();
  chmodSync(outer, 0o700);
  expect(closedFolder(join(outer, 'inner', 'postgres'))).toBe(outer);
});
