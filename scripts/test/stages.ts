import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failedInPlaywright, failedInVitest, type PlaywrightReport, type VitestReport } from './failures.ts';

/** `failures` says what failed and why, for the end of the run; it may be shorter than `failed` counts. */
export type StageResult = { passed: number; failed: number; failures: string[] };
export type Stage = { name: string; run: () => Promise<StageResult> };

/** A command that passes or fails as a whole. */
export function check(name: string, root: string, args: readonly string[]): Stage {
  return {
    name,
    run: async () =>
      (await runNode(root, args, {})) === 0
        ? { passed: 1, failed: 0, failures: [] }
        : { passed: 0, failed: 1, failures: [`${name}: see its own words above`] },
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
      return counted(report, code, (json: VitestReport) => ({
        passed: json.numPassedTests,
        failed: json.numFailedTests,
        failures: failedInVitest(json, root),
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
      return counted(report, code, (json: PlaywrightReport) => ({
        passed: json.stats.expected,
        failed: json.stats.unexpected + json.stats.flaky,
        failures: failedInPlaywright(json),
      }));
    },
  };
}

function counted<T>(report: string, code: number, read: (json: T) => StageResult): StageResult {
  try {
    const result = read(JSON.parse(readFileSync(report, 'utf8')) as T);
    // A file that does not even load fails no test; the exit code tells.
    const failures =
      code !== 0 && result.failures.length === 0 ? [`ended with code ${code}`] : result.failures;
    return { ...result, failures, failed: Math.max(result.failed, failures.length) };
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      failures: [`ended with code ${code} and left no report: ${String(error)}`],
    };
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
