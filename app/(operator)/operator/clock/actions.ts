'use server';
import { refresh } from 'next/cache';
import { formAction } from '#lib/actions/form-action.ts';
import { advanceClock, advanceClockInput } from '#lib/clock/advance-clock.ts';
import { clockChoice, targetOf } from '#lib/clock/clock-choice.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';

export const advanceClockAction = formAction({
  name: 'clock.advance',
  input: clockChoice,
  run: async (actor, choice) => {
    const to = targetOf(choice, await portalNow(), portalTimeZone()).toISOString();
    const moved = await advanceClock(actor, advanceClockInput.parse({ requestId: choice.requestId, to }));
    refresh();
    return moved;
  },
});
