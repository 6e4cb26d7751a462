'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { retryJob, retryJobInput } from '#lib/jobs/retry-job.ts';

export const retryJobAction = formAction({
  name: 'job.retry',
  input: retryJobInput,
  run: async (actor, input) => {
    await retryJob(actor, input);
    refresh();
  },
});
