import type { ErrorCode } from '#lib/errors/app-error.ts';

/** What a form shows after its action ran. `message` and `fields` are texts in the reader's language. */
export type ActionState<T = undefined> =
  | { status: 'idle' }
  | { status: 'ok'; data: T }
  | {
      status: 'error';
      code: ErrorCode;
      message: string;
      /** Quoted by people who ask for help; the log has the same. */
      ref: string;
      fields?: Record<string, string[]>;
      /** What was typed, without secrets. */
      values?: Record<string, string>;
    };

export const idle: ActionState<never> = { status: 'idle' };
