import { expect, it } from 'vitest';
import { allPermissions, customerRoles, permissionsOf, staffRoles, type Permission } from './permissions.ts';

/** Written out by hand, so that a change of the table is a change that somebody meant. `x` may, `.` may not. */
const customers = `
                       owner admin developer billing viewer
organisation.read        x     x       x        x      x
organisation.manage      x     x       .        .      .
member.manage            x     x       .        .      .
owner.manage             x     .       .        .      .
billingProfile.read      x     x       x        x      x
billingProfile.manage    x     x       .        x      .
order.read               x     x       x        x      x
order.place              x     x       x        x      .
payment.make             x     x       .        x      .
wallet.read              x     x       .        x      .
invoice.read             x     x       .        x      .
app.read                 x     x       x        x      x
app.deploy               x     x       x        .      .
app.manage               x     x       x        .      .
app.call                 x     x       x        .      .
apiKey.manage            x     x       x        .      .
usage.read               x     x       x        x      x
apiToken.manage          x     x       x        .      .`;

const staff = `
                     administrator operator approver finance support
portal.read                x          x        x        x       x
brand.manage               x          x        .        .       .
cityNode.manage            x          x        .        .       .
customer.read              x          x        x        x       x
customer.suspend           x          x        .        .       .
portalOrder.read           x          x        x        x       x
order.refund               x          .        .        x       .
remittance.confirm         x          .        .        x       .
priceBook.read             x          x        x        x       .
priceBook.propose          x          x        .        .       .
priceBook.approve          x          .        x        .       .
shareRule.propose          x          x        .        .       .
shareRule.approve          x          .        x        .       .
compliance.manage          x          x        .        .       .
legal.manage               x          x        .        .       .
app.suspend                x          x        .        .       .
audit.read                 x          x        x        x       x
job.manage                 x          x        .        .       .
clock.advance              x          x        .        .       .
ledger.read                x          .        .        x       .
settlement.read            x          .        .        x       .
settlement.close           x          .        .        x       .
settlement.remit           x          .        .        x       .
staff.manage               x          .        .        .       .`;

function matrix(text: string): { roles: string[]; rows: [permission: string, may: boolean[]][] } {
  const [head = '', ...lines] = text.trim().split('\n');
  return {
    roles: head.trim().split(/\s+/),
    rows: lines.map((line) => {
      const [permission = '', ...marks] = line.trim().split(/\s+/);
      return [permission, marks.map((mark) => mark === 'x')];
    }),
  };
}

it.each([
  ['customers', customers, customerRoles],
  ['staff', staff, staffRoles],
] as const)('%s may do what the matrix says and nothing else', (_kind, text, roles) => {
  const expected = matrix(text);
  expect(expected.roles).toEqual([...roles]);
  for (const [index, role] of roles.entries()) {
    const may = expected.rows.filter(([, marks]) => marks[index]).map(([permission]) => permission);
    expect([...permissionsOf[role]].sort(), role).toEqual(may.sort());
  }
});

it('knows every permission, and gives none to both a customer and staff', () => {
  const of = (roles: readonly (keyof typeof permissionsOf)[]) =>
    new Set<Permission>(roles.flatMap((role) => [...permissionsOf[role]]));
  const [bought, run] = [of(customerRoles), of(staffRoles)];
  expect([...bought].filter((permission) => run.has(permission))).toEqual([]);
  expect([...bought, ...run].sort()).toEqual([...allPermissions].sort());
});
