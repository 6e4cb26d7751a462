import { z } from 'zod';

/** Trimmed and in lower case, as it is stored. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'account.emailInvalid')
  .pipe(z.email('account.emailInvalid'));

/** Length is what counts (NIST SP 800-63B); the upper end bounds the work of hashing. */
export const newPasswordField = z
  .string()
  .min(10, 'account.passwordTooShort')
  .max(200, 'account.passwordTooLong')
  .transform((value) => value.normalize('NFKC'));

export const passwordField = z
  .string()
  .min(1, 'account.passwordMissing')
  .max(200, 'account.passwordTooLong')
  .transform((value) => value.normalize('NFKC'));

/** Names stand in mail to others: no control characters, no mark-up, nothing that reads as a link. */
const noLink = (value: string) => !/[\p{Cc}<>]|:\/\/|www\./iu.test(value);

export const personNameField = z
  .string()
  .trim()
  .min(1, 'account.nameMissing')
  .max(80)
  .refine(noLink, 'account.nameNoLink');

export const organisationNameField = z
  .string()
  .trim()
  .min(2, 'organisation.nameTooShort')
  .max(80)
  .refine(noLink, 'account.nameNoLink');

export const localeField = z.enum(['en', 'zh']).catch('en');
