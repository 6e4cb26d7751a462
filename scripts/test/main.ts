import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { homeFolder, root } from '#scripts/home.ts';
import { buildWeb } from '#scripts/start/build-web.ts';
import { findParts, missingRequired } from './parts.ts';
import { check, playwright, vitest, type Stage, type StageResult } from './stages.ts';

// Everything that the tests start finds Node 24 first.
process.env.PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
const folder = join(homeFolder(), 'test');
mkdirSync(folder, { recursive: true });

const { parts, chromium } = findParts();
const build: Stage = {
  name: 'build',
  run: async () => {
    await buildWeb(root);
    return { passed: 1, failed: 0, failures: [] };
  },
};
const stages: Stage[] = [
  check('format', root, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']),
  check('lint', root, ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.']),
  // The types of pages' parameters are written by Next; a fresh clone has none.
  check('route types', root, ['node_modules/next/dist/bin/next', 'typegen']),
  check('types', root, ['node_modules/typescript/bin/tsc', '--noEmit']),
  vitest('unit', root, folder),
  vitest('integration', root, folder),
  vitest('contract', root, folder),
  build,
  ...(chromium ? [playwright(root, folder, chromium)] : []),
];

const total: StageResult = { passed: 0, failed: 0, failures: [] };
for (const stage of stages) {
  const started = Date.now();
  console.log(`\n── ${stage.name} ──`);
  const result = await stage.run().catch((error: unknown) => {
    console.error(error);
    return { passed: 0, failed: 1, failures: [String(error)] };
  });
  total.passed += result.passed;
  total.failed += result.failed;
  total.failures.push(...result.failures.map((failure) => `${stage.name} › ${failure}`));
  console.log(
    `${stage.name}: ${result.passed} passed, ${result.failed} failed, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
}

console.log('\nWhat ran live, and what did not');
for (const { name, live, note } of parts)
  console.log(live ? `  ${name}: live (${note})` : `  ${name}: not run, because ${note}`);
const missing = missingRequired(parts);
for (const name of missing)
  console.log(`  ${name} is required here (REQUIRE) and missing: counted as a failure`);
total.failed += missing.length;

// Said again at the end: a log that was cut short keeps its tail.
if (total.failures.length > 0)
  console.log(`\nWhat failed\n${total.failures.map((each) => `  ${each}`).join('\n')}`);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
