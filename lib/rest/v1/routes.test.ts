import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentOf } from '../document.ts';
import { operations } from './index.ts';

const folder = 'app/api/v1';
const document = documentOf(operations, { title: 'Test', version: '1', server: 'https://portal.example' });

/** `GET /apps/{appId}` for every method that a route file serves, with the operation it serves it by. */
function served(): Map<string, string> {
  const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('route.ts') && !file.includes('openapi.json'),
  );
  return new Map(
    routes.flatMap((file) => {
      const path = `/${file.replace(/\/?route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`;
      const code = readFileSync(join(folder, file), 'utf8');
      return [...code.matchAll(/export const (\w+) = serve\((\w+)\);/g)].map(
        ([, method = '', operation = '']): [string, string] => [`${method} ${path}`, operation],
      );
    }),
  );
}

it('serves each operation at its own path, and nothing else', () => {
  const described = operations.map(
    ({ method, path, operationId }) => [`${method} ${path}`, `${operationId}Operation`] as const,
  );
  expect([...served()].sort()).toEqual([...described].sort());
});

it('names each operation once and describes each parameter of its path', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, params } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params.shape).sort(), path).toEqual(inPath.sort());
  }
});

it('makes an OpenAPI 3.1 document in which every reference leads somewhere', () => {
  expect(document.openapi).toBe('3.1.0');
  const text = JSON.stringify(document);
  for (const [, kind = '', name = ''] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/([\w-]+)"/g))
    expect(document.components).toHaveProperty([kind, name]);
  expect(text).not.toContain('bigint');
});

it('asks every change for an Idempotency-Key and every private read for a token', () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, described] of Object.entries(methods)) {
      const { parameters, security } = described as { parameters: { name: string }[]; security?: unknown[] };
      const asks = parameters.some(({ name }) => name === 'Idempotency-Key');
      expect(asks, `${method} ${path}`).toBe(method !== 'get');
      if (security) expect(method).toBe('get');
    }
});

it('says at each private operation how its calls are limited', () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, described] of Object.entries(methods)) {
      const { responses, security } = described as {
        responses: Record<string, { headers?: object }>;
        security?: unknown[];
      };
      const refused = Object.keys(responses['429']?.headers ?? {});
      expect(refused, `${method} ${path}`).toEqual(
        security ? [] : ['RateLimit', 'RateLimit-Policy', 'Retry-After'],
      );
    }
});
