import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { homeFolder } from '#scripts/home.ts';
import { endSurvivors, runningSupervisor } from '#scripts/start/earlier-run.ts';

const home = homeFolder();
if (runningSupervisor(home) !== null) {
  console.error('Cityport is running here. Stop it first (Ctrl-C where it runs), then reset.');
  process.exit(1);
}
if (!process.argv.includes('--yes') && !(await confirmed())) {
  console.log('Nothing was changed.');
  process.exit(0);
}
await endSurvivors(home);
rmSync(home, { recursive: true, force: true });
console.log(`${home} is gone: databases, chains, keys and logs. The next start begins anew.`);

async function confirmed(): Promise<boolean> {
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(
    `This deletes every order, app, chain and key in ${home}. Type "reset" to go on: `,
  );
  ask.close();
  return answer.trim() === 'reset';
}
