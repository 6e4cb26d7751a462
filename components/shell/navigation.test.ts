import { describe, expect, it } from 'vitest';
import { permissionsOf } from '#lib/access/permissions.ts';
import { areasFor } from './navigation.ts';

const areas = (role: keyof typeof permissionsOf) => areasFor(permissionsOf[role]).map(({ area }) => area);
const links = (role: keyof typeof permissionsOf) =>
  areasFor(permissionsOf[role]).flatMap(({ groups }) =>
    groups.flatMap(({ items }) => items.map(({ href }) => href)),
  );

describe('navigation', () => {
  it('shows customers their console and nothing of the staff', () => {
    for (const role of ['owner', 'admin', 'developer', 'billing', 'viewer'] as const)
      expect(areas(role)).toEqual(['console']);
    expect(links('viewer')).not.toContain('/buy');
    expect(links('viewer')).not.toContain('/wallet');
  });

  it('shows staff what their role opens', () => {
    expect(areas('finance')).toEqual(['operator', 'finance']);
    expect(links('finance')).not.toContain('/operator/city-nodes');
    expect(areas('operator')).toEqual(['operator']);
    expect(areas('administrator')).toEqual(['operator', 'finance']);
  });

  it('shows nothing to someone without permission', () => expect(areasFor(new Set())).toEqual([]));
});
