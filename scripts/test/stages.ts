import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type StageResult = { passed: number; failed: number };
export type Stage = { name: string; run: () => Promise<StageResult> };

/** A command that passes or fails as a whole. */
export function check(name: string, root: string, args: readonly string[]): Stage {
  return {
    name,
    run: async () =>
      (await runNode(root, args, {})) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
  };
}

/** One Vitest project, counted by its JSON report; a run that dies without a report is one failure. */
export function vitest(project: string, root: string, folder: string): Stage {
  const report = join(folder, `${project}.json`);
  return {
    name: project,
    run: async () => {
      rmSync(report, { force: true });
      const code = await runNode(
        root,
        [
          'node_modules/vitest/vitest.mjs',
          'run',
          '--project',
          project,
          '--reporter=dot',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ],
        { NODE_ENV: 'test' },
      );
      return counted(report, code, (json: { numPassedTests: number; numFailedTests: number }) => ({
        passed: json.numPassedTests,
        failed: json.numFailedTests,
      }));
    },
  };
}

/** The Playwright tests, likewise. */
export function playwright(root: string, folder: string, chromium: string): Stage {
  const report = join(folder, 'e2e.json');
  return {
    name: 'e2e',
    run: async () => {
      rmSync(report, { force: true });
      const code = await runNode(
        root,
        ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line,json'],
        {
          CHROME_PATH: chromium,
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
      );
      return counted(
        report,
        code,
        (json: { stats: { expected: number; flaky: number; unexpected: number } }) => ({
          passed: json.stats.expected,
          failed: json.stats.unexpected + json.stats.flaky,
        }),
      );
    },
  };
}

function counted<T>(report: string, code: number, read: (json: T) => StageResult): StageResult {
  try {
    const result = read(JSON.parse(readFileSync(report, 'utf8')) as T);
    // A file that does not even load fails no test; the exit code tells.
    return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function runNode(root: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
