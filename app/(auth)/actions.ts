'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { confirmEmail, confirmEmailInput } from '#lib/accounts/confirm-email.ts';
import { emailField, passwordField } from '#lib/accounts/fields.ts';
import { requestPasswordReset, requestPasswordResetInput } from '#lib/accounts/request-password-reset.ts';
import { resetPassword, resetPasswordInput } from '#lib/accounts/reset-password.ts';
import { signIn, signInInput } from '#lib/accounts/sign-in.ts';
import { signUp, signUpInput } from '#lib/accounts/sign-up.ts';
import { formAction } from '#lib/actions/form-action.ts';
import { landingOf, safeNext } from '#lib/auth/landing.ts';
import { requestClient } from '#lib/auth/request-client.ts';
import { writeSessionCookie } from '#lib/auth/session-cookie.ts';
import {
  acceptAsNew,
  acceptAsNewInput,
  acceptInvitation,
  acceptInvitationInput,
} from '#lib/members/accept-invitation.ts';
import { actFor } from '#lib/auth/act-for.ts';

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

export const signUpAction = formAction({
  name: 'account.signUp',
  input: signUpInput,
  secrets: ['password'],
  signedOut: true,
  run: async (_actor, input) => signUp(input, await requestClient()),
});

export const confirmEmailAction = formAction({
  name: 'account.confirmEmail',
  input: confirmEmailInput,
  secrets: ['password', 'token'],
  signedOut: true,
  run: async (_actor, input) => {
    const { session, actor } = await confirmEmail(input, await requestClient());
    await writeSessionCookie(session);
    redirect(landingOf(actor));
  },
});

export const requestPasswordResetAction = formAction({
  name: 'account.requestPasswordReset',
  input: requestPasswordResetInput,
  signedOut: true,
  run: async (_actor, input) => requestPasswordReset(input, await requestClient()),
});

export const resetPasswordAction = formAction({
  name: 'account.resetPassword',
  input: resetPasswordInput,
  secrets: ['password', 'token'],
  signedOut: true,
  run: async (_actor, input) => {
    const { session, actor } = await resetPassword(input, await requestClient());
    await writeSessionCookie(session);
    redirect(landingOf(actor));
  },
});

export const acceptInvitationAction = formAction({
  name: 'member.join',
  input: acceptInvitationInput,
  run: async (actor, input) => {
    const { orgId } = await acceptInvitation(actor, input);
    redirect(landingOf(await actFor(actor, orgId)));
  },
});

export const acceptAsNewAction = formAction({
  name: 'member.joinAsNew',
  input: acceptAsNewInput,
  secrets: ['password', 'token'],
  signedOut: true,
  run: async (_actor, input) => {
    const { session, actor } = await acceptAsNew(input, await requestClient());
    await writeSessionCookie(session);
    redirect(landingOf(actor));
  },
});
