'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { resumeCustomer, resumeCustomerInput } from '#lib/organisations/resume-customer.ts';
import { suspendCustomer, suspendCustomerInput } from '#lib/organisations/suspend-customer.ts';

export const suspendCustomerAction = formAction({
  name: 'customer.suspend',
  input: suspendCustomerInput,
  run: async (actor, input) => {
    await suspendCustomer(actor, input);
    refresh();
  },
});

export const resumeCustomerAction = formAction({
  name: 'customer.resume',
  input: resumeCustomerInput,
  run: async (actor, input) => {
    await resumeCustomer(actor, input);
    refresh();
  },
});
