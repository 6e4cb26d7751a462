'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { resumeAnyApp, resumeAppInput } from '#lib/apps/resume-app.ts';
import { suspendAnyApp, suspendAnyAppInput } from '#lib/apps/suspend-app.ts';

export const suspendAnyAction = formAction({
  name: 'app.suspendAny',
  input: suspendAnyAppInput,
  run: async (actor, input) => {
    await suspendAnyApp(actor, input);
    refresh();
  },
});

export const resumeAnyAction = formAction({
  name: 'app.resumeAny',
  input: resumeAppInput,
  run: async (actor, input) => {
    await resumeAnyApp(actor, input);
    refresh();
  },
});
