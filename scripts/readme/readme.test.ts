import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { freshReadme } from './main.ts';

it('tells the environment as the schemas have it (npm run readme mends it)', async () => {
  const { is, shouldBe } = await freshReadme();
  expect(is).toBe(shouldBe);
});

it.each(['README.md', 'CONTRIBUTING.md'])('%s names only folders and files that exist', (name) => {
  const named = [
    ...readFileSync(name, 'utf8').matchAll(
      /`((?:app|components|lib|db|adapters|protocol|city-node|worker|sdk|scripts|bench|e2e|public)\/[\w./()[\]-]*)`/g,
    ),
  ];
  expect(named.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([]);
});
