import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { revokeSession } from '#lib/accounts/revoke-session.ts';
import { signIn, signInInput } from '#lib/accounts/sign-in.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { clientAddress } from './client-address.ts';
import { sessionIdsOf, sessionSeconds } from './session-token.ts';

/** next-auth as a door: the same sign-in verb, a token that holds two ids, and the session row ended on signing out. */
export const nextAuthOptions = (): AuthOptions => ({
  secret: portalEnv().NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    CredentialsProvider({
      credentials: { email: { type: 'email' }, password: { type: 'password' } },
      async authorize(credentials, request) {
        const parsed = signInInput.safeParse(credentials);
        if (!parsed.success) return null;
        const header = (name: string) => String(request.headers?.[name] ?? '');
        try {
          const { session } = await signIn(parsed.data, {
            address: clientAddress(header('x-forwarded-for'), portalEnv().TRUSTED_PROXIES),
            userAgent: header('user-agent'),
          });
          return { id: session.userId, sid: session.sessionId };
        } catch (error) {
          if (error instanceof AppError) return null; // every refusal reads the same from outside
          throw error;
        }
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => {
      const signedIn = user as { id: string; sid?: string } | undefined; // what authorize returned
      return signedIn?.sid ? { sub: signedIn.id, sid: signedIn.sid } : { sub: token.sub, sid: token.sid };
    },
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    async signOut({ token }) {
      const ids = sessionIdsOf(token);
      if (ids) await revokeSession(ids);
    },
  },
});
