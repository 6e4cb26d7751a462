'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { publishLegalText, publishLegalTextInput } from '#lib/legal/publish-text.ts';

export const publishLegalTextAction = formAction({
  name: 'legal.publish',
  input: publishLegalTextInput,
  run: async (actor, input) => {
    const published = await publishLegalText(actor, input);
    refresh();
    return published;
  },
});
