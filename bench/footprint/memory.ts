import { readFileSync, readdirSync } from 'node:fs';

export type ProcessMemory = { pid: number; command: string; residentMb: number; proportionalMb: number };

/** Memory of a process and everything below it (Linux). Proportional counts a shared page once, divided among its users. */
export function memoryBelow(rootPid: number): ProcessMemory[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = field(`/proc/${name}/status`, 'PPid');
    if (parent !== null) parents.set(Number(name), parent);
  }
  const below = (pid: number): boolean => pid === rootPid || (pid > 1 && below(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(below).flatMap((pid) => {
    const resident = field(`/proc/${pid}/smaps_rollup`, 'Rss');
    const proportional = field(`/proc/${pid}/smaps_rollup`, 'Pss');
    if (resident === null || proportional === null) return [];
    return [
      { pid, command: commandOf(pid), residentMb: resident / 1024, proportionalMb: proportional / 1024 },
    ];
  });
}

function field(file: string, name: string): number | null {
  try {
    const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
    return value === undefined ? null : Number(value);
  } catch {
    return null; // the process ended meanwhile
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((part) => part && !part.startsWith('--'))
      .slice(0, 3)
      .map((part) => part.split('/').slice(-2).join('/'))
      .join(' ');
  } catch {
    return '';
  }
}
