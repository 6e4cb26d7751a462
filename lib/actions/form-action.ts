import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { explainError, explainIssues } from '#lib/errors/explain-error.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { refuseNul } from '#lib/errors/refuse-nul.ts';
import type { ActionState } from './action-state.ts';

type Definition<Schema extends z.ZodType, Result> = {
  /** `noun.verb`, for the log. */
  name: string;
  input: Schema;
  /** Fields that never travel back to the browser. */
  secrets?: readonly string[];
} & (
  | { signedOut?: false; run: (actor: Actor, input: z.output<Schema>) => Promise<Result> }
  | { signedOut: true; run: (actor: Actor | null, input: z.output<Schema>) => Promise<Result> }
);

/**
 * The one shape of a server action: actor, schema, verb, answer. Expected failures come back as text in the reader's
 * language; anything else is logged under the reference that is shown. Typed values come back, secrets never.
 */
export function formAction<Schema extends z.ZodType, Result>(definition: Definition<Schema, Result>) {
  return async (_previous: ActionState<Result>, form: FormData): Promise<ActionState<Result>> => {
    const values = typedValues(form, definition.secrets ?? []);
    try {
      const actor = await getActor();
      // Before anything is read of what came: an action's address is known to everybody.
      if (!actor && !definition.signedOut) throw new AppError('unauthenticated', 'errors.unauthenticated');
      const fields = fieldsOf(form);
      refuseNul(fields);
      const parsed = definition.input.safeParse(fields);
      if (!parsed.success) return { status: 'error', ...(await explainIssues(parsed.error)), values };
      const data = definition.signedOut
        ? await definition.run(actor, parsed.data)
        : await definition.run(actor as Actor, parsed.data);
      return { status: 'ok', data };
    } catch (error) {
      unstable_rethrow(error);
      return { status: 'error', ...(await explainError(error, definition.name)), values };
    }
  };
}

/** A form as plain data: a name that occurs once gives a string, one that ends in `[]` gives an array without it. */
function fieldsOf(form: FormData): Record<string, unknown> {
  const names = new Set([...form.keys()].filter((name) => !name.startsWith('$ACTION')));
  return Object.fromEntries(
    [...names].map((name) =>
      name.endsWith('[]') ? [name.slice(0, -2), form.getAll(name)] : [name, form.get(name)],
    ),
  );
}

function typedValues(form: FormData, secrets: readonly string[]): Record<string, string> {
  const entries = [...form.entries()].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !entry[0].startsWith('$ACTION') && !secrets.includes(entry[0]),
  );
  return Object.fromEntries(entries);
}
