import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { changeState, cityNodeChange } from './change-state.ts';

export const pauseCityNodeInput = z.object(cityNodeChange).brand<'PauseCityNode'>();

/** Takes a node off sale. Apps that run there go on, and are counted; nothing new is sold. */
export async function pauseCityNode(
  actor: Actor,
  input: z.output<typeof pauseCityNodeInput>,
  conn: Conn = db(),
): Promise<void> {
  await changeState(actor, input, { action: 'cityNode.pause', from: 'active', to: 'paused' }, conn);
}
