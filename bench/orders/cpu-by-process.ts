import { cpuTimeUs } from '#bench/gateway/cpu-time.ts';
import { memoryBelow } from '#bench/footprint/memory.ts';

export type CpuTimes = Map<string, number>;

/** Processor time used so far below a process, in milliseconds, by what the processes are. */
export async function cpuBelow(pid: number): Promise<CpuTimes> {
  const times: CpuTimes = new Map();
  for (const { pid: each, command } of memoryBelow(pid)) {
    const used = await cpuTimeUs(each);
    if (Number.isNaN(used)) continue;
    const name = kindOf(command);
    times.set(name, (times.get(name) ?? 0) + used / 1000);
  }
  return times;
}

function kindOf(command: string): string {
  if (command.includes('postgres')) return 'postgresql';
  if (command.includes('anvil')) return 'chains';
  if (command.includes('city-node')) return 'city nodes';
  if (command.includes('worker')) return 'worker';
  if (command.includes('next-server') || command.includes('server.js')) return 'web';
  return 'other';
}

/** What was used between two readings, in milliseconds for each of `units`. */
export function cpuPerUnit(before: CpuTimes, after: CpuTimes, units: number): Record<string, string> {
  return Object.fromEntries(
    [...after].map(([name, used]) => [
      `${name} CPU ms`,
      ((used - (before.get(name) ?? 0)) / units).toFixed(1),
    ]),
  );
}
