import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

type Border = { files: string[]; never: string[] };
// The linter's own configuration is plain JavaScript; this is the shape it documents.
const { borders } = (await import(new URL('../../eslint.config.js', import.meta.url).href)) as {
  borders: Border[];
};

/** What each rule must refuse, and what it must let pass, so that nobody weakens one unnoticed. */
const samples: readonly { where: string; code: string; rule: string }[] = [
  {
    where: 'app/probe/actions.ts',
    code: `'use server';\nexport async function leak() { return 1; }`,
    rule: 'cityport/server-actions',
  },
  {
    where: 'app/probe/actions.ts',
    code: `'use server';\nexport const leak = async () => 1;`,
    rule: 'cityport/server-actions',
  },
  {
    where: 'app/probe/actions.ts',
    code: `'use server';\nexport * from './other.ts';`,
    rule: 'cityport/server-actions',
  },
  {
    where: 'app/probe/page.tsx',
    code: `export function Page() { async function save() { 'use server'; } return save; }`,
    rule: 'cityport/server-actions',
  },
  {
    where: 'lib/probe/verb.ts',
    code: `export const zone = process.env.PORTAL_ZONE;`,
    rule: 'no-restricted-properties',
  },
  {
    where: 'lib/probe/verb.ts',
    code: `export const who = mintActor({});`,
    rule: 'no-restricted-syntax',
  },
  {
    where: 'lib/probe/verb.ts',
    code: `export const x: any = 1;`,
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    where: 'lib/probe/verb.ts',
    code: Array.from({ length: 402 }, (_, line) => `export const line${line} = ${line};`).join('\n'),
    rule: 'max-lines',
  },
  {
    where: 'components/probe.tsx',
    code: `export const probe = (rest: { id: string }) => <p {...rest} key="one" />;`,
    rule: 'no-restricted-syntax',
  },
];

const allowed: readonly { where: string; code: string }[] = [
  {
    where: 'app/probe/actions.ts',
    code: `'use server';\nimport { formAction } from '#lib/actions/form-action.ts';\nexport const save = formAction({});`,
  },
  {
    where: 'lib/auth/probe.ts',
    code: `import { headers } from 'next/headers';\nexport const read = headers;`,
  },
  { where: 'lib/env/probe.ts', code: `export const zone = process.env.PORTAL_ZONE;` },
];

let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint();
});

async function rulesBroken(where: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: where });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

describe('the import table', () => {
  const rows = borders.flatMap(({ files, never }) =>
    files.flatMap((pattern) => never.map((name) => [pattern, name] as const)),
  );
  it.each(rows)('%s may not import %s', async (pattern, name) => {
    const where = pattern.endsWith('/**') ? pattern.replace('**', 'probe/verb.ts') : pattern;
    const code = `import { x } from '${name.replace('*', 'probe/probe.ts')}';\nexport const y = x;`;
    expect(await rulesBroken(where, code)).toContain('@typescript-eslint/no-restricted-imports');
  });
});

describe('the conventions', () => {
  it.each(samples)('$rule refuses its sample in $where', async ({ where, code, rule }) => {
    expect(await rulesBroken(where, code)).toContain(rule);
  });
  it.each(allowed)('what is right passes in $where', async ({ where, code }) => {
    expect(await rulesBroken(where, code)).toEqual([]);
  });
});
