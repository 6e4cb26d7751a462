/** What an organisation's member may do. Resources are always those of the actor's own organisation. */
const customerPermissions = [
  'organisation.read',
  'organisation.manage',
  'member.manage',
  /** Appoint and remove owners. */
  'owner.manage',
  'billingProfile.read',
  'billingProfile.manage',
  'order.read',
  'order.place',
  'payment.make',
  'wallet.read',
  'invoice.read',
  'app.read',
  'app.deploy',
  'app.manage',
  'app.call',
  'apiKey.manage',
  'usage.read',
  'apiToken.manage',
] as const;

/** What the portal operator's staff may do. Resources are the whole portal's. */
const staffPermissions = [
  'portal.read',
  'brand.manage',
  'cityNode.manage',
  'customer.read',
  /** Stop a whole customer, and let it go on. */
  'customer.suspend',
  'portalOrder.read',
  'order.refund',
  'remittance.confirm',
  'priceBook.read',
  'priceBook.propose',
  'priceBook.approve',
  'shareRule.propose',
  'shareRule.approve',
  'compliance.manage',
  'legal.manage',
  'app.suspend',
  'audit.read',
  'job.manage',
  'clock.advance',
  'ledger.read',
  'settlement.read',
  'settlement.close',
  'settlement.remit',
  'staff.manage',
] as const;

export type Permission = (typeof customerPermissions)[number] | (typeof staffPermissions)[number];

const viewer = ['organisation.read', 'order.read', 'app.read', 'usage.read', 'billingProfile.read'] as const;
const developer = [
  ...viewer,
  'order.place',
  'app.deploy',
  'app.manage',
  'app.call',
  'apiKey.manage',
  'apiToken.manage',
] as const;
const billing = [
  ...viewer,
  'order.place',
  'payment.make',
  'wallet.read',
  'invoice.read',
  'billingProfile.manage',
] as const;
const admin = [...new Set([...developer, ...billing, 'member.manage', 'organisation.manage'] as const)];

export const customerRoles = ['owner', 'admin', 'developer', 'billing', 'viewer'] as const;
export type CustomerRole = (typeof customerRoles)[number];
export const staffRoles = ['administrator', 'operator', 'approver', 'finance', 'support'] as const;
export type StaffRole = (typeof staffRoles)[number];
export type Role = CustomerRole | StaffRole;

const support = ['portal.read', 'customer.read', 'portalOrder.read', 'audit.read'] as const;
const operator = [
  ...support,
  'brand.manage',
  'cityNode.manage',
  'customer.suspend',
  'priceBook.read',
  'priceBook.propose',
  'shareRule.propose',
  'compliance.manage',
  'legal.manage',
  'app.suspend',
  'job.manage',
  'clock.advance',
] as const;
const finance = [
  ...support,
  'priceBook.read',
  'order.refund',
  'remittance.confirm',
  'ledger.read',
  'settlement.read',
  'settlement.close',
  'settlement.remit',
] as const;

/** The one table of who may do what. An unknown role has no permission. */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(customerPermissions),
  admin: new Set(admin),
  developer: new Set(developer),
  billing: new Set(billing),
  viewer: new Set(viewer),
  administrator: new Set(staffPermissions),
  operator: new Set(operator),
  approver: new Set([...support, 'priceBook.read', 'priceBook.approve', 'shareRule.approve'] as const),
  finance: new Set(finance),
  support: new Set(support),
};

export const allPermissions: ReadonlySet<Permission> = new Set([...customerPermissions, ...staffPermissions]);
