import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { changeState, cityNodeChange } from './change-state.ts';

export const resumeCityNodeInput = z.object(cityNodeChange).brand<'ResumeCityNode'>();

/** Puts a paused node on sale again. */
export async function resumeCityNode(
  actor: Actor,
  input: z.output<typeof resumeCityNodeInput>,
  conn: Conn = db(),
): Promise<void> {
  await changeState(actor, input, { action: 'cityNode.resume', from: 'paused', to: 'active' }, conn);
}
