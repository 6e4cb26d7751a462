import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** The parts of Vitest's JSON report that are read here. */
export type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly {
    name: string;
    status: string;
    message?: string;
    assertionResults: readonly {
      fullName: string;
      status: string;
      failureMessages: readonly string[] | null;
    }[];
  }[];
};

/** The parts of Playwright's JSON report that are read here. */
export type PlaywrightReport = {
  stats: { expected: number; flaky: number; unexpected: number };
  suites: readonly PlaywrightSuite[];
};
type PlaywrightSuite = {
  file: string;
  suites?: readonly PlaywrightSuite[];
  specs: readonly {
    title: string;
    tests: readonly {
      projectName: string;
      status: string;
      results: readonly { errors: readonly { message?: string }[] }[];
    }[];
  }[];
};

/** Each failed test of a Vitest run with its reason, and each file that did not load. */
export function failedInVitest(report: VitestReport, root: string): string[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file} › ${test.fullName}: ${reason(test.failureMessages?.[0])}`);
    return failed.length === 0 && status === 'failed' ? [`${file}: ${reason(message)}`] : failed;
  });
}

/** Each failed or flaky test of a Playwright run with its reason. */
export function failedInPlaywright(report: PlaywrightReport): string[] {
  return report.suites.flatMap(failedInSuite);
}

function failedInSuite(suite: PlaywrightSuite): string[] {
  const here = suite.specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const message = results.flatMap(({ errors }) => errors).at(0)?.message;
        return `[${projectName}] ${suite.file} › ${title}: ${reason(message)}`;
      }),
  );
  return [...here, ...(suite.suites ?? []).flatMap(failedInSuite)];
}

/** The first lines of a message, without colours and the stack. */
function reason(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? 'no reason given').split('\n');
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  return lines
    .slice(0, stack > 0 ? stack : undefined)
    .filter((line) => line.trim())
    .slice(0, 6)
    .join('\n    ');
}
