'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { retryOperation, retryOperationInput } from '#lib/operations/retry-operation.ts';

export const retryOperationAction = formAction({
  name: 'operation.retry',
  input: retryOperationInput,
  run: async (actor, input) => {
    await retryOperation(actor, input);
    refresh();
  },
});
