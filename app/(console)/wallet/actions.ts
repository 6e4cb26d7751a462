'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#lib/actions/form-action.ts';
import { topUpWallet, topUpWalletInput } from '#lib/wallet/top-up-wallet.ts';

export const topUpAction = formAction({
  name: 'wallet.topUp',
  input: topUpWalletInput,
  run: async (actor, input) => {
    const { paymentId } = await topUpWallet(actor, input);
    redirect(input.method === 'remittance' ? '/wallet' : `/wallet?pay=${paymentId}`);
  },
});
