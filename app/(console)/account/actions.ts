'use server';
import { refresh } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { changePassword, changePasswordInput } from '#lib/accounts/change-password.ts';
import { endOtherSessions, endSession, endSessionInput } from '#lib/accounts/end-session.ts';
import { updateProfile, updateProfileInput } from '#lib/accounts/update-profile.ts';
import { formAction } from '#lib/actions/form-action.ts';
import { actFor } from '#lib/auth/act-for.ts';
import { getSession } from '#lib/auth/get-session.ts';
import { landingOf } from '#lib/auth/landing.ts';
import { requestClient } from '#lib/auth/request-client.ts';
import { writeSessionCookie } from '#lib/auth/session-cookie.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { createOrganisation, createOrganisationInput } from '#lib/organisations/create-organisation.ts';
import { switchOrganisationInput } from '#lib/organisations/switch-organisation.ts';

const aYear = 365 * 86_400;

export const updateProfileAction = formAction({
  name: 'account.update',
  input: updateProfileInput,
  run: async (actor, input) => {
    await updateProfile(actor, input);
    (await cookies()).set('locale', input.locale, { path: '/', maxAge: aYear, sameSite: 'lax' });
    refresh();
  },
});

export const changePasswordAction = formAction({
  name: 'account.changePassword',
  input: changePasswordInput,
  secrets: ['current', 'password'],
  run: async (actor, input) => {
    const { session } = await changePassword(actor, input, await requestClient());
    await writeSessionCookie(session);
    refresh();
  },
});

export const endSessionAction = formAction({
  name: 'session.end',
  input: endSessionInput,
  run: async (actor, input) => {
    await endSession(actor, input);
    refresh();
  },
});

export const endOtherSessionsAction = formAction({
  name: 'session.endOthers',
  input: z.object({}),
  run: async (actor) => {
    const session = await getSession();
    if (!session) throw new AppError('unauthenticated', 'errors.unauthenticated');
    const done = await endOtherSessions(actor, { sessionId: session.id });
    refresh();
    return done;
  },
});

export const switchOrganisationAction = formAction({
  name: 'session.switchOrganisation',
  input: switchOrganisationInput,
  run: async (actor, { orgId }) => redirect(landingOf(await actFor(actor, orgId))),
});

export const createOrganisationAction = formAction({
  name: 'organisation.create',
  input: createOrganisationInput,
  run: async (actor, input) => {
    const { id } = await createOrganisation(actor, input);
    await actFor(actor, id);
    redirect('/organisation');
  },
});
