import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The first folder above `path` that other users may not enter, or null. PostgreSQL refuses to run as root and becomes the
 * user `postgres`, who has to pass through every one of them.
 */
export function closedFolder(path: string): string | null {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  const closed = folders.find((folder) => existsSync(folder) && (statSync(folder).mode & 0o001) === 0);
  return closed ?? null;
}
