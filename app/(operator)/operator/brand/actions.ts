'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { resetBrand, resetBrandInput, saveBrand, saveBrandInput } from '#lib/brand/save-brand.ts';

export const saveBrandAction = formAction({
  name: 'brand.save',
  input: saveBrandInput,
  run: async (actor, input) => {
    const saved = await saveBrand(actor, input);
    refresh();
    return saved;
  },
});

export const resetBrandAction = formAction({
  name: 'brand.reset',
  input: resetBrandInput,
  run: async (actor, input) => {
    const saved = await resetBrand(actor, input);
    refresh();
    return saved;
  },
});
