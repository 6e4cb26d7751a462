import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { log } from '#lib/log/log.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { AppError, type ErrorCode } from './app-error.ts';

export type Explained = { code: ErrorCode; message: string; ref: string; fields?: Record<string, string[]> };

/** Turns what was thrown into text for people. What was not expected is logged with its cause, and not shown. */
export async function explainError(error: unknown, where: string): Promise<Explained> {
  const ref = newReference();
  if (error instanceof AppError && error.code !== 'internal') {
    const message = await textOf(error.messageId, error.params);
    return {
      code: error.code,
      message,
      ref,
      ...(error.field ? { fields: { [error.field]: [message] } } : {}),
    };
  }
  log().error({ err: error, ref, where }, 'unexpected failure');
  return { code: 'internal', message: await textOf('errors.unexpected', { ref }), ref };
}

/** Messages of a schema by field. A message that is a message id (`orders.tooMany`) is translated. */
export async function explainIssues(error: z.ZodError): Promise<Explained> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.') || 'form';
    (fields[field] ??= []).push(await issueText(issue));
  }
  return { code: 'invalid', message: await textOf('errors.invalid', {}), ref: newReference(), fields };
}

async function issueText(issue: z.core.$ZodIssue): Promise<string> {
  if (/^[a-z]\w*\.\w+/i.test(issue.message)) return textOf(issue.message, {});
  if (issue.code === 'too_small')
    return textOf('errors.tooSmall', { minimum: String(issue.minimum), kind: issue.origin });
  if (issue.code === 'too_big')
    return textOf('errors.tooBig', { maximum: String(issue.maximum), kind: issue.origin });
  return textOf('errors.invalidField', {});
}

async function textOf(messageId: string, params: Record<string, string | number>): Promise<string> {
  const dot = messageId.indexOf('.');
  const translate = await getTranslator(messageId.slice(0, dot));
  return translate(messageId.slice(dot + 1), params);
}

const newReference = (): string => randomBytes(5).toString('hex');
