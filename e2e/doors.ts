import { readdirSync } from 'node:fs';
import type { DemoRole } from '#db/seed/demo-logins.ts';

/** Who a page is for, and which signed-in people it refuses with a view that says so. */
export type PageDoor = { for: DemoRole | 'everybody'; closedTo?: readonly DemoRole[] };

const open: PageDoor = { for: 'everybody' };
const member: PageDoor = { for: 'developer', closedTo: ['operator', 'finance'] };
/** Pages of the console that a member who only looks does not see either. */
const buyer: PageDoor = { for: 'developer', closedTo: ['viewer', 'operator', 'finance'] };
const staff: PageDoor = { for: 'operator', closedTo: ['developer', 'viewer', 'china'] };
const operator: PageDoor = { for: 'operator', closedTo: ['developer', 'viewer', 'finance', 'approver'] };
const finance: PageDoor = { for: 'finance', closedTo: ['developer', 'viewer', 'operator', 'approver'] };

/** Every page of `app/`. A page that stands in no line here fails the test of the doors. */
export const pageDoors: Readonly<Record<string, PageDoor>> = {
  '/': open,
  '/city-nodes': open,
  '/city-nodes/[slug]': open,
  '/legal/[kind]': open,
  '/sign-in': open,
  '/sign-up': open,
  '/verify-email': open,
  '/forgot-password': open,
  '/reset-password': open,
  '/invitations/[token]': open,
  '/sandbox/mailbox': open,
  '/sandbox/pay/[id]': open,
  '/account': { for: 'developer' },
  '/apps': member,
  '/apps/[appId]': member,
  '/apps/[appId]/deploy': buyer,
  '/buy': buyer,
  '/quotes/[quoteId]': member,
  '/orders': member,
  '/orders/[orderId]': member,
  '/wallet': buyer,
  '/invoices': buyer,
  // Staff who see orders see their invoices too.
  '/invoices/[id]': { for: 'developer', closedTo: ['viewer'] },
  '/organisation': member,
  '/operator': staff,
  '/operator/apps': staff,
  '/operator/audit': staff,
  '/operator/brand': operator,
  '/operator/city-nodes': staff,
  '/operator/city-nodes/[slug]': staff,
  '/operator/city-nodes/enrol': operator,
  '/operator/clock': operator,
  '/operator/compliance': staff,
  '/operator/customers': staff,
  '/operator/customers/[orgId]': staff,
  '/operator/jobs': operator,
  '/operator/legal': operator,
  '/operator/operations': operator,
  '/operator/orders': staff,
  '/operator/orders/[orderId]': staff,
  '/operator/prices': staff,
  '/operator/prices/[version]': staff,
  '/operator/prices/new': operator,
  '/operator/settings': operator,
  '/operator/shares': staff,
  '/operator/staff': staff,
  '/finance': finance,
  '/finance/weeks/[week]': finance,
  '/finance/refunds': finance,
  '/finance/remittances': finance,
  '/finance/collections': finance,
  '/finance/ledger': finance,
  '/finance/ledger/accounts/[account]': finance,
  '/finance/ledger/transactions/[id]': finance,
};

/** A door for programs or for a page's own requests: what somebody signed out meets there. */
export type RouteDoor =
  /** Says 401, and 403 to the roles named. */
  | { signedOut: 401; method?: 'POST'; closedTo?: readonly DemoRole[] }
  /** Open to all by design, with the reason. */
  | { open: string }
  /** Asks for a bearer token; held to its description by `access/rest.spec.ts`. */
  | { token: true };

const polled: RouteDoor = { signedOut: 401, closedTo: ['operator', 'finance'] };
const token: RouteDoor = { token: true };
const download: RouteDoor = { signedOut: 401, closedTo: ['developer', 'viewer', 'operator'] };

/** Every route handler of `app/`. */
export const routeDoors: Readonly<Record<string, RouteDoor>> = {
  '/api/apps/[appId]/activity': polled,
  '/api/apps/[appId]/live': polled,
  '/api/apps/[appId]/usage': polled,
  '/api/orders/[orderId]/live': polled,
  '/api/payments/[paymentId]/live': polled,
  '/api/quotes/[quoteId]/live': polled,
  '/api/invoices/[id]/pdf': { signedOut: 401, closedTo: ['viewer'] },
  '/api/settlements/[week]/csv': download,
  '/api/settlements/[week]/json': download,
  '/api/brand-assets': { signedOut: 401, method: 'POST', closedTo: ['developer', 'viewer', 'finance'] },
  '/operator/city-nodes/enrolments/[enrolmentId]': { signedOut: 401, closedTo: ['developer', 'finance'] },
  '/api/auth/[...nextauth]': { open: 'sign-in itself' },
  '/api/brand-assets/[hash]': { open: 'logos stand on every page and in mail' },
  '/api/health': { open: 'load balancers ask it' },
  '/api/mailbox': { open: 'the sandbox’s mailbox, absent elsewhere' },
  '/api/mailbox/[id]': { open: 'the sandbox’s mailbox, absent elsewhere' },
  '/api/preferences': { open: 'language and appearance of a visitor' },
  '/api/sign-out': { open: 'ends only the session that it is given' },
  '/api/webhooks/[provider]': { open: 'believes signatures only' },
  '/icon': { open: 'the brand’s icon' },
  '/world.svg': { open: 'the map' },
  '/api/v1/openapi.json': { open: 'the description of the public door' },
  '/api/v1/[...path]': { open: 'says that there is no such path' },
  '/api/v1/city-nodes': { open: 'the public catalogue' },
  '/api/v1/city-nodes/[slug]': { open: 'the public catalogue' },
  '/api/v1/terms': { open: 'the public terms' },
  '/api/v1/apps': token,
  '/api/v1/apps/[appId]': token,
  '/api/v1/apps/[appId]/deployments': token,
  '/api/v1/apps/[appId]/keys': token,
  '/api/v1/apps/[appId]/suspension': token,
  '/api/v1/apps/[appId]/upgrades': token,
  '/api/v1/apps/[appId]/usage': token,
  '/api/v1/keys/[keyId]': token,
  '/api/v1/keys/[keyId]/rotation': token,
  '/api/v1/orders': token,
  '/api/v1/orders/[orderId]': token,
  '/api/v1/orders/[orderId]/cancellation': token,
  '/api/v1/orders/[orderId]/payments': token,
  '/api/v1/packages': token,
  '/api/v1/payments/[paymentId]': token,
  '/api/v1/payments/[paymentId]/sandbox-decision': token,
  '/api/v1/quotes': token,
  '/api/v1/quotes/[quoteId]': token,
};

/** Routes that the file system has, as the router reads them: folders in brackets group and are no part of the path. */
export const routesOf = (file: RegExp): string[] =>
  readdirSync(new URL('../app', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => file.test(path))
    .map(
      (path) =>
        `/${path
          .split('/')
          .slice(0, -1)
          .filter((part) => !part.startsWith('('))
          .join('/')}`,
    )
    .sort();

/** A route with its parameters filled in; one that is not given is an id that nothing has. */
export const fill = (route: string, values: Readonly<Record<string, string>> = {}): string =>
  route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_whole, name: string) => values[name] ?? nobody);

/** A well-formed id of nothing. */
export const nobody = '3f6f4f0e-0000-4000-8000-000000000000';
