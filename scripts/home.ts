import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Where this checkout keeps its state: `.cityport`, or CITYPORT_HOME. */
export function homeFolder(): string {
  const home = resolve(process.env.CITYPORT_HOME ?? join(root, '.cityport'));
  mkdirSync(home, { recursive: true });
  return home;
}

export const readyFile = (): string => join(homeFolder(), 'ready.json');
