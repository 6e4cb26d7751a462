'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { emailField, passwordField } from '#lib/accounts/fields.ts';
import { signIn, signInInput } from '#lib/accounts/sign-in.ts';
import { formAction } from '#lib/actions/form-action.ts';
import { landingOf, safeNext } from '#lib/auth/landing.ts';
import { requestClient } from '#lib/auth/request-client.ts';
import { writeSessionCookie } from '#lib/auth/session-cookie.ts';

const signInForm = z.object({
  email: emailField,
  password: passwordField,
  next: z.string().max(1000).optional(),
});

export const signInAction = formAction({
  name: 'session.open',
  input: signInForm,
  secrets: ['password'],
  signedOut: true,
  run: async (_actor, { next, ...credentials }) => {
    const { session, actor } = await signIn(signInInput.parse(credentials), await requestClient());
    await writeSessionCookie(session);
    redirect(safeNext(next) ?? landingOf(actor));
  },
});
