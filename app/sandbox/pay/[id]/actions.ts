'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#lib/actions/form-action.ts';
import { decideSimulated, decideSimulatedInput } from '#lib/payments/simulated-pay.ts';

export const decideAction = formAction({
  name: 'simulated.decide',
  input: decideSimulatedInput,
  signedOut: true,
  run: async (_actor, input) => {
    const { next } = await decideSimulated(input);
    redirect(next);
  },
});
