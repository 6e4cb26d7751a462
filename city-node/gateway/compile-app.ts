import { hash } from 'node:crypto';
import { FunctionFragment } from 'ethers';
import type { z } from 'zod';
import type { PolicyKey, policyRole } from '#protocol/control/policies.ts';
import type { GatewayApp } from './deps.ts';

type PolicyRole = z.infer<typeof policyRole>;

/** What one API key may do, ready to be asked. */
export interface CompiledKey {
  id: string;
  /** Null: every function. `Contract.function` or `Contract.*`. */
  functions: ReadonlySet<string> | null;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

interface CompiledContract {
  name: string;
  /** Function name by its four-byte selector, `0x` and eight lower-case digits. */
  bySelector: ReadonlyMap<string, string>;
}

/** An app with its policy and contracts turned into look-ups. */
export interface CompiledApp {
  app: GatewayApp;
  keys: ReadonlyMap<string, CompiledKey>;
  /** Keys that were found already, as they came, so that a busy caller's is not hashed for each call. */
  seen: Map<string, CompiledKey>;
  byAddress: ReadonlyMap<string, CompiledContract>;
}

export function compileApp(app: GatewayApp): CompiledApp {
  const roles = new Map((app.policy?.roles ?? []).map((role) => [role.name, role]));
  const keys = (app.policy?.keys ?? []).map((key) => [key.hash, compileKey(key, roles)] as const);
  const contracts = app.contracts.map(
    ({ address, name, abi }) => [address.toLowerCase(), { name, bySelector: selectorsOf(abi) }] as const,
  );
  return { app, keys: new Map(keys), seen: new Map(), byAddress: new Map(contracts) };
}

function compileKey(key: PolicyKey, roles: ReadonlyMap<string, PolicyRole>): CompiledKey {
  const ofRoles = key.roles.flatMap((role) => roles.get(role)?.functions ?? []);
  return {
    id: key.id,
    functions: key.functions === null ? null : new Set([...key.functions, ...ofRoles]),
    expiresAt: key.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(key.expiresAt),
  };
}

function selectorsOf(abi: GatewayApp['contracts'][number]['abi']): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const item of abi) {
    if (item.type !== 'function' || typeof item.name !== 'string') continue;
    try {
      found.set(FunctionFragment.from(item).selector, item.name);
    } catch {
      // A function that cannot be read has no selector; only a key for the whole contract reaches it.
    }
  }
  return found;
}

/** The key that a caller sent; undefined: it is none of this app's. Only keys that are there are remembered. */
export function findKey(compiled: CompiledApp, sent: string): CompiledKey | undefined {
  const known = compiled.seen.get(sent);
  if (known) return known;
  const found = compiled.keys.get(hash('sha256', sent));
  if (found) compiled.seen.set(sent, found);
  return found;
}

/** Whether a key may run what this data means at this address. A key with functions may not deploy. */
export function mayCall(compiled: CompiledApp, key: CompiledKey, to: string | null, data: string): boolean {
  if (key.functions === null) return true;
  const contract = to === null ? undefined : compiled.byAddress.get(to.toLowerCase());
  if (!contract) return false;
  if (key.functions.has(`${contract.name}.*`)) return true;
  const name = contract.bySelector.get(data.slice(0, 10).toLowerCase());
  return name !== undefined && key.functions.has(`${contract.name}.${name}`);
}

/** The same by name, for the neutral doors. */
export function mayCallByName(key: CompiledKey, contract: string, name: string): boolean {
  return (
    key.functions === null || key.functions.has(`${contract}.*`) || key.functions.has(`${contract}.${name}`)
  );
}
