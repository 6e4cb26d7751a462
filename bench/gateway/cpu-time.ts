import { readFile } from 'node:fs/promises';

const MICROSECONDS_A_TICK = 10_000;

/** Processor time that a process has used, in microseconds; NaN where there is no /proc. */
export async function cpuTimeUs(pid: number | undefined): Promise<number> {
  if (pid === undefined) return Number.NaN;
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_A_TICK;
  } catch {
    return Number.NaN;
  }
}
