import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { changeState, cityNodeChange } from './change-state.ts';

export const approveCityNodeInput = z.object(cityNodeChange).brand<'ApproveCityNode'>();

/** Puts an enrolled node on sale, once the portal has seen what it offers. Refused in any other state. */
export async function approveCityNode(
  actor: Actor,
  input: z.output<typeof approveCityNodeInput>,
  conn: Conn = db(),
): Promise<void> {
  await changeState(actor, input, { action: 'cityNode.approve', from: 'enrolled', to: 'active' }, conn);
}
