import NextAuth from 'next-auth';
import { nextAuthOptions } from '#lib/auth/next-auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Options are made at the first request, so that a build needs no secrets. */
const handle = (request: Request, context: Context): Promise<Response> =>
  NextAuth(request as never, context as never, nextAuthOptions()) as Promise<Response>; // its types know only the pages router

export { handle as GET, handle as POST };
