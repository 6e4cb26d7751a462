import { flushCompileCache } from 'node:module';
import { issueEnrolmentToken } from './control/issue-token.ts';
import { readCityNodeEnv, readTokenEnv } from './env.ts';

// The provider's one command: `npm run city-node -- token`.
if (process.argv[2] === 'token') {
  const env = readTokenEnv(process.env);
  console.log(await issueEnrolmentToken(env.DATABASE_URL, env));
} else {
  const { startCityNode } = await import('./start.ts');
  await startCityNode(readCityNodeEnv(process.env));
  // Kept now: a process that is killed later would not write it.
  flushCompileCache();
}
