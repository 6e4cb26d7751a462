import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import axe from 'axe-core';
import { demoLogins, type DemoRole } from '#db/seed/demo-logins.ts';

type Fixtures = {
  /** A page signed in as one of the demo's people. */
  as: (role: DemoRole) => Promise<Page>;
  /** No accessibility violation on the page as it stands, in light and (on the desktop) in dark. */
  expectAccessible: (page: Page) => Promise<void>;
};

/** One sign-in a person a run: many at once would meet the rate limit, as they should. */
const signedIn = new Map<DemoRole, Awaited<ReturnType<BrowserContext['storageState']>>>();

/** What browsers say of refused requests that a test provokes on purpose is not an error of the page. */
const expectedNoise = /the server responded with a status of (4\d\d)/;

/** Playwright's test, with sign-in by role, the accessibility check, and a failure for every unexpected console error. */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.E2E_PORTAL_URL),

  page: async ({ page }, use) => {
    const problems = watchConsole(page);
    await use(page);
    expect(problems, 'console errors').toEqual([]);
  },

  as: async ({ browser, baseURL, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    const problems: string[][] = [];
    await use(async (role) => {
      const storageState = signedIn.get(role);
      const context = await browser.newContext({ ...contextOptions, baseURL, storageState });
      contexts.push(context);
      const page = await context.newPage();
      problems.push(watchConsole(page));
      if (!storageState) {
        await signIn(page, demoLogins[role]);
        signedIn.set(role, await context.storageState());
      }
      return page;
    });
    for (const context of contexts) await context.close();
    expect(problems.flat(), 'console errors').toEqual([]);
  },

  expectAccessible: async ({}, use, { project }) => {
    // Colours are the same at every width, so the dark ones are judged once.
    const schemes = project.name === 'phone' ? (['light'] as const) : (['light', 'dark'] as const);
    await use(async (page) => {
      // axe reads one document; what stood in a frame would be looked at by nobody.
      expect(page.frames(), page.url()).toHaveLength(1);
      await page.evaluate(axe.source);
      // The title comes with what is streamed after the first paint; a page without one fails here.
      await expect(page).toHaveTitle(/\S/);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect(await violations(page), `${page.url()} in ${colorScheme}`).toEqual([]);
      }
    });
  },
});

export { expect };

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Every rule, in the page itself: a browser tab that puts the findings together afterwards cost most of a test's time. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe }; // Brought in by `axe.source`.
    return (await inPage.run({ resultTypes: ['violations'] })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

function watchConsole(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !expectedNoise.test(message.text()))
      problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  return problems;
}
