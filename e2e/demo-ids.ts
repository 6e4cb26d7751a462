import type { APIRequestContext, Page } from '@playwright/test';
import type { DemoRole } from '#db/seed/demo-logins.ts';
import { fresh } from './developer/steps.ts';
import { buyApp, makeToken, program } from './program.ts';
import { expect } from './test.ts';

type As = (role: DemoRole) => Promise<Page>;
type Ids = Readonly<Record<string, string>>;
const uuid = '[0-9a-f-]{36}';

/** Parameters of pages, by name, as the demo's people find them in their lists. `customer` names whose app and orders. */
export async function demoIds(as: As, customer: 'developer' | 'china' = 'developer'): Promise<Ids> {
  const page = await as(customer);
  const { request } = page;
  const appId = await liveApp(page);
  const orderId = await firstLink(request, '/orders?state=delivered', `/orders/(${uuid})`);
  return {
    appId,
    orderId,
    quoteId: await firstLink(request, `/orders/${orderId}`, `/quotes/(${uuid})`),
    invoiceId: await firstLink(request, '/invoices', `/invoices/(${uuid})`),
  };
}

/** An app that stands at its city node; a fresh stack has none, because its history is over, so one is bought. */
async function liveApp(page: Page): Promise<string> {
  const [known] = await allLinks(page.request, '/apps?state=active', `/apps/(${uuid})`);
  if (known) return known;
  return (await buyApp(program(page.request, await makeToken(page, 'admin')), fresh('demo'))).appId;
}

let knownStaffIds: Ids | undefined;

/** Parameters of the operator's and the finance clerk's pages, looked up once: what they name is never taken away. */
export const staffIds = async (as: As): Promise<Ids> => (knownStaffIds ??= await findStaffIds(as));

async function findStaffIds(as: As): Promise<Ids> {
  const { request: operator } = await as('operator');
  const { request: finance } = await as('finance');
  const account = await firstLink(finance, '/finance/ledger', '/finance/ledger/accounts/([^"?]+)');
  return {
    slug: 'singapore',
    kind: 'terms',
    orgId: await firstLink(operator, '/operator/customers', `/operator/customers/(${uuid})`),
    version: await firstLink(operator, '/operator/prices', '/operator/prices/(\\d+)'),
    week: await issuedWeek(finance),
    account,
    transaction: await firstLink(
      finance,
      `/finance/ledger/accounts/${account}`,
      '/finance/ledger/transactions/(\\d+)',
    ),
  };
}

/** The newest week that is closed, or the open one on a stack whose history is younger than a week. */
export async function issuedWeek(finance: APIRequestContext): Promise<string> {
  const weeks = await allLinks(finance, '/finance', '/finance/weeks/(\\d{4}-W\\d{2})');
  return weeks[1] ?? weeks[0] ?? '';
}

export async function firstLink(request: APIRequestContext, list: string, link: string): Promise<string> {
  const [first] = await allLinks(request, list, link);
  expect(first, `${list} links to ${link}`).toBeTruthy();
  return first ?? '';
}

async function allLinks(request: APIRequestContext, list: string, link: string): Promise<string[]> {
  const html = await (await request.get(list)).text();
  const found = html.matchAll(new RegExp(`href="${link}["?]`, 'g'));
  return [...new Set([...found].map(([, id]) => id ?? ''))];
}
