import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSurvivors, runningSupervisor, survivors } from './earlier-run.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cityport-home-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const supervisor = { pid: 41, command: 'node /srv/cityport/scripts/start/main.ts' };
const child = {
  pid: 42,
  command: 'node --import /srv/cityport/scripts/supervise/exit-with-parent.mjs worker',
};

describe('an earlier run', () => {
  it('is running only while its own program has its process id', () => {
    expect(runningSupervisor(home, [supervisor])).toBeNull();
    writeFileSync(join(home, 'supervisor.pid'), '41');
    expect(runningSupervisor(home, [supervisor])).toBe(41);
    expect(runningSupervisor(home, [])).toBeNull();
    expect(runningSupervisor(home, [{ pid: 41, command: 'vim notes' }])).toBeNull();
  });

  it('has left the processes of its list, and the databases and chains of this home only', () => {
    writeFileSync(join(home, 'processes.json'), JSON.stringify({ worker: 42, node: 43, web: 48 }));
    const left = survivors(home, [
      child,
      { pid: 43, command: 'an id used again' },
      { pid: 44, command: `/bin/postgres -D ${home}/postgres` },
      { pid: 45, command: `/bin/anvil --load-state ${home}/city-nodes/x/state` },
      { pid: 46, command: `/bin/postgres -D ${home}-other/postgres` },
      { pid: 48, command: 'next-server (v16.0.0)' },
      { pid: 47, command: `tail ${home}/logs/web.log` },
    ]);
    expect(left).toEqual({ ending: [42, 48], lasting: [44, 45] });
  });

  it('is ended, whatever still holds its data', async () => {
    const chain = spawn('sleep', ['60'], { argv0: `anvil ${home}/city-nodes/x`, stdio: 'ignore' });
    await once(chain, 'spawn');
    const ended = once(chain, 'exit');
    await endSurvivors(home);
    await ended;
    expect(survivors(home).lasting).toEqual([]);
  });
});
