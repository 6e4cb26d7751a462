import pino, { type Logger } from 'pino';
import { withoutValues } from './without-values.ts';

const secretPaths = [
  '*.password',
  '*.secret',
  '*.token',
  '*.apiKey',
  'headers.authorization',
  'headers.cookie',
  'headers["x-api-key"]',
];

let logger: Logger | undefined;

/** Structured log of this process, one JSON line an entry, secrets struck out. */
export function log(): Logger {
  logger ??= pino({
    level: process.env.LOG_LEVEL ?? 'info',
    base: { process: process.env.PROCESS_NAME ?? 'cityport' },
    redact: { paths: secretPaths, censor: '[secret]' },
    // What is no error passes through the serializer as it is.
    serializers: { err: (error) => pino.stdSerializers.err(withoutValues(error) as Error) },
  });
  return logger;
}
