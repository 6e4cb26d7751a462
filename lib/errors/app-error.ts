export const errorCodes = [
  'malformed',
  'tooLarge',
  'invalid',
  'unauthenticated',
  'forbidden',
  'notFound',
  'conflict',
  'expired',
  'quota',
  'refused',
  'rateLimited',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Values that a message may name: the field, the limit, the way out. Never a secret, never another tenant's data. */
export type MessageParams = Readonly<Record<string, string | number>>;

/**
 * An expected failure. `code` is stable for programs; `messageId` names a text in `errors.json` or in the domain's
 * own namespace (`orders.quoteExpired`) for people. Everything else that is thrown is shown as "unexpected".
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly messageId: string;
  readonly params: MessageParams;
  /** Field of the input at fault, when one is. */
  readonly field: string | undefined;

  constructor(
    code: ErrorCode,
    messageId: string,
    params: MessageParams = {},
    options: { cause?: unknown; field?: string } = {},
  ) {
    super(`${code}: ${messageId}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.messageId = messageId;
    this.params = params;
    this.field = options.field;
  }
}

/** HTTP status that each code has at every door for programs. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  malformed: 400,
  tooLarge: 413,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  expired: 410,
  quota: 409,
  refused: 403,
  rateLimited: 429,
  unavailable: 503,
  internal: 500,
};
