import { customerRoles, staffRoles, type Permission, type Role } from '#lib/access/permissions.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

/** How an organisation of one kind rules its members. */
export type MemberRules = {
  /** Who may invite, change and remove. */
  manage: Permission;
  roles: readonly Role[];
  /** The role that an organisation is never without, and the permission to give or take it. */
  top: Role;
  manageTop: Permission;
};

const customers: MemberRules = {
  manage: 'member.manage',
  roles: customerRoles,
  top: 'owner',
  manageTop: 'owner.manage',
};
const staff: MemberRules = {
  manage: 'staff.manage',
  roles: staffRoles,
  top: 'administrator',
  manageTop: 'staff.manage',
};

/** The rules of the actor's own organisation: only staff have `portal.read`. */
export const memberRulesOf = (actor: Pick<Actor, 'can'>): MemberRules =>
  actor.can.has('portal.read') ? staff : customers;

/** The roles that this actor may give. */
export function grantableRoles(actor: Pick<Actor, 'can'>): Role[] {
  const rules = memberRulesOf(actor);
  if (!actor.can.has(rules.manage)) return [];
  return rules.roles.filter((role) => role !== rules.top || actor.can.has(rules.manageTop));
}

/** Throws unless the actor may give (or take) this role in their organisation. */
export function demandGrant(actor: Actor, role: string): void {
  if (!grantableRoles(actor).some((grantable) => grantable === role))
    throw new AppError('forbidden', 'organisation.roleNotYours', {}, { field: 'role' });
}
