import { expect, it, vi } from 'vitest';

const { set } = vi.hoisted(() => ({ set: vi.fn() }));
vi.mock('next/headers', () => ({ cookies: () => Promise.resolve({ set }) }));

it('ends a cookie with the marks that it was made with: browsers ignore anything else about a __Secure- one', async () => {
  for (const [name, value] of Object.entries({
    DATABASE_URL: 'postgres://nowhere/portal',
    NEXTAUTH_URL: 'https://portal.test',
    NEXTAUTH_SECRET: 'a secret of forty characters or so, for tests',
    PORTAL_SIGNING_KEY: 'x'.repeat(40),
    SANDBOX: '1',
  }))
    vi.stubEnv(name, value);
  const { clearSessionCookie, writeSessionCookie } = await import('./session-cookie.ts');
  await writeSessionCookie({ userId: 'u', sessionId: 's' });
  await clearSessionCookie();
  const marks = { httpOnly: true, sameSite: 'lax', secure: true, path: '/' };
  const name = '__Secure-next-auth.session-token';
  expect(set).toHaveBeenNthCalledWith(1, name, expect.any(String), { ...marks, maxAge: 8 * 60 * 60 });
  expect(set).toHaveBeenNthCalledWith(2, name, '', { ...marks, maxAge: 0 });
});
