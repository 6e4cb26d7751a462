import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jobCatalogue } from '#lib/jobs/catalogue.ts';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it('has one file for each job of the catalogue, and no other', () => {
  const files = readdirSync(new URL('./jobs', import.meta.url));
  expect(files.sort()).toEqual(
    Object.keys(jobCatalogue)
      .map((name) => `${kebab(name)}.ts`)
      .sort(),
  );
});
