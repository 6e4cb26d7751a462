import { allPermissions, type Permission } from '#lib/access/permissions.ts';

declare const minted: unique symbol;

/** Who is asking, and for which organisation. Only lib/auth can make one. */
export type Actor = {
  readonly [minted]: true;
  readonly kind: 'user' | 'apiToken' | 'system';
  /** User id, token id, or the named reason of a system actor. */
  readonly id: string;
  /** Shown in the audit log. */
  readonly name: string;
  /** Organisation in whose name the actor acts; a system actor names the one it serves, or none. */
  readonly orgId: string;
  readonly can: ReadonlySet<Permission>;
  /** Set while the portal operator has the organisation suspended: why, and what the role would else allow. */
  readonly suspension?: { readonly reason: string; readonly withheld: ReadonlySet<Permission> } | undefined;
};

export type ActorFields = Omit<Actor, typeof minted>;

/** For lib/auth and db/testing only: the lint rule keeps every other folder from calling it. */
export function mintActor(fields: ActorFields): Actor {
  return Object.freeze(fields) as Actor;
}

/** The worker, a webhook or the seed, for a named reason, serving one organisation. */
export function systemActor(reason: string, orgId = ''): Actor {
  return mintActor({ kind: 'system', id: reason, name: reason, orgId, can: allPermissions });
}
