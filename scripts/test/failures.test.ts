import { describe, expect, it } from 'vitest';
import { failedInPlaywright, failedInVitest } from './failures.ts';

const error = '\u001b[31mError: expected 2\u001b[39m\n\n    at there.ts:1:1';

describe('what failed', () => {
  it('names the failed tests of a Vitest run, and a file that did not load', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        {
          name: '/house/lib/a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'a is one', status: 'passed', failureMessages: [] },
            { fullName: 'a is two', status: 'failed', failureMessages: [error] },
          ],
        },
        {
          name: '/house/lib/b.test.ts',
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    };
    expect(failedInVitest(report, '/house')).toEqual([
      'lib/a.test.ts › a is two: Error: expected 2',
      'lib/b.test.ts: no such module',
    ]);
  });

  it('names failed and flaky Playwright tests, in nested suites too', () => {
    const test = (status: string, message?: string) => [
      { projectName: 'phone', status, results: [{ errors: message ? [{ message }] : [] }] },
    ];
    const report = {
      stats: { expected: 1, flaky: 1, unexpected: 1 },
      suites: [
        {
          file: 'a.spec.ts',
          specs: [
            { title: 'passes', tests: test('expected') },
            { title: 'wavers', tests: test('flaky', error) },
          ],
          suites: [{ file: 'a.spec.ts', specs: [{ title: 'breaks', tests: test('unexpected', error) }] }],
        },
      ],
    };
    expect(failedInPlaywright(report)).toEqual([
      '[phone] a.spec.ts › wavers: Error: expected 2',
      '[phone] a.spec.ts › breaks: Error: expected 2',
    ]);
  });
});
