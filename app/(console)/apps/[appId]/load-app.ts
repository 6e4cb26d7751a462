import { cache } from 'react';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { getApp } from '#lib/apps/get-app.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

/** Who asks and the app of the path, once a request. Signed out: to sign-in; another organisation's app: not found. */
export const loadApp = cache(async (appId: string, path: string) => {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!z.uuid().safeParse(appId).success) notFound();
  if (!actor.can.has('app.read')) return { actor, app: null };
  try {
    return { actor, app: await getApp(actor, appId) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
});
