import type { Permission } from '#lib/access/permissions.ts';

export type Area = 'console' | 'operator' | 'finance';
/** `key` names its text in nav.json; without `permission` everyone in the area sees it. */
export type NavItem = { href: string; key: string; permission?: Permission };
export type NavGroup = { key?: string; items: readonly NavItem[] };

/** Every page of the signed-in areas, once. Pages check permission themselves; this decides what is shown. */
export const navigation: Readonly<Record<Area, readonly NavGroup[]>> = {
  console: [
    {
      items: [
        { href: '/apps', key: 'apps', permission: 'app.read' },
        { href: '/buy', key: 'buy', permission: 'order.place' },
      ],
    },
    {
      key: 'money',
      items: [
        { href: '/orders', key: 'orders', permission: 'order.read' },
        { href: '/invoices', key: 'invoices', permission: 'invoice.read' },
        { href: '/wallet', key: 'wallet', permission: 'wallet.read' },
      ],
    },
    {
      key: 'settings',
      items: [
        { href: '/organisation', key: 'organisation', permission: 'organisation.read' },
        { href: '/account', key: 'account' },
      ],
    },
  ],
  operator: [
    { items: [{ href: '/operator', key: 'overview', permission: 'portal.read' }] },
    {
      key: 'network',
      items: [
        { href: '/operator/city-nodes', key: 'cityNodes', permission: 'cityNode.manage' },
        { href: '/operator/operations', key: 'operations', permission: 'job.manage' },
        { href: '/operator/jobs', key: 'jobs', permission: 'job.manage' },
      ],
    },
    {
      key: 'sales',
      items: [
        { href: '/operator/orders', key: 'orders', permission: 'portalOrder.read' },
        { href: '/operator/customers', key: 'customers', permission: 'customer.read' },
        { href: '/operator/apps', key: 'apps', permission: 'customer.read' },
      ],
    },
    {
      key: 'rules',
      items: [
        { href: '/operator/prices', key: 'prices', permission: 'priceBook.read' },
        { href: '/operator/shares', key: 'shares', permission: 'priceBook.read' },
        { href: '/operator/compliance', key: 'compliance', permission: 'compliance.manage' },
        { href: '/operator/legal', key: 'legal', permission: 'legal.manage' },
      ],
    },
    {
      key: 'portal',
      items: [
        { href: '/operator/brand', key: 'brand', permission: 'brand.manage' },
        { href: '/operator/settings', key: 'settings', permission: 'brand.manage' },
        { href: '/operator/staff', key: 'staff', permission: 'portal.read' },
        { href: '/operator/audit', key: 'audit', permission: 'audit.read' },
        { href: '/operator/clock', key: 'clock', permission: 'clock.advance' },
      ],
    },
  ],
  finance: [
    {
      items: [
        { href: '/finance', key: 'weeks', permission: 'settlement.read' },
        { href: '/finance/remittances', key: 'remittances', permission: 'remittance.confirm' },
        { href: '/finance/refunds', key: 'refunds', permission: 'order.refund' },
        { href: '/finance/collections', key: 'collections', permission: 'ledger.read' },
        { href: '/finance/ledger', key: 'ledger', permission: 'ledger.read' },
      ],
    },
  ],
};

/** What this reader may open, by area; an area with nothing to open is left out. */
export function areasFor(can: ReadonlySet<Permission>): { area: Area; href: string; groups: NavGroup[] }[] {
  return (Object.keys(navigation) as Area[]).flatMap((area) => {
    const groups = navigation[area]
      .map((group) => ({
        ...group,
        items: group.items.filter((item) => !item.permission || can.has(item.permission)),
      }))
      .filter((group) => group.items.length > 0);
    const first = groups.flatMap((group) => group.items).find((item) => item.permission);
    return first ? [{ area, href: first.href, groups }] : [];
  });
}
