'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { confirmBankRefund, confirmBankRefundInput } from '#lib/payments/confirm-bank-refund.ts';
import { confirmRemittance, confirmRemittanceInput } from '#lib/payments/confirm-remittance.ts';
import { recordCollection, recordCollectionInput } from '#lib/payments/record-collection.ts';
import { requestRefund, requestRefundInput } from '#lib/payments/request-refund.ts';
import { markRemitted, markRemittedInput } from '#lib/settlement/mark-remitted.ts';

export const markRemittedAction = formAction({
  name: 'settlement.remit',
  input: markRemittedInput,
  run: async (actor, input) => {
    await markRemitted(actor, input);
    refresh();
  },
});

export const confirmRemittanceAction = formAction({
  name: 'remittance.confirm',
  input: confirmRemittanceInput,
  run: async (actor, input) => {
    const { result } = await confirmRemittance(actor, input);
    refresh();
    return result;
  },
});

export const requestRefundAction = formAction({
  name: 'order.refund',
  input: requestRefundInput,
  run: async (actor, input) => {
    await requestRefund(actor, input);
    refresh();
  },
});

export const confirmBankRefundAction = formAction({
  name: 'refund.confirmBank',
  input: confirmBankRefundInput,
  run: async (actor, input) => {
    await confirmBankRefund(actor, input);
    refresh();
  },
});

export const recordCollectionAction = formAction({
  name: 'collection.record',
  input: recordCollectionInput,
  run: async (actor, input) => {
    await recordCollection(actor, input);
    refresh();
  },
});
