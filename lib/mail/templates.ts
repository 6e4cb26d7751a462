import { z } from 'zod';

const url = z.url();
const name = z.string();

/**
 * Every mail the portal sends, with the values its texts take. Texts are in the namespace `mail` under the template's
 * name: subject, body (blank lines part paragraphs), and, where `url` is given, action (the button) and after (small print).
 */
export const mailTemplates = {
  verifyEmail: z.object({ name, url }),
  accountExists: z.object({ name, url }),
  resetPassword: z.object({ name, url }),
  passwordChanged: z.object({ name, url }),
  invitation: z.object({ inviter: name, organisation: name, role: z.string(), url }),
  orderPaid: z.object({ name, order: z.string(), app: z.string(), total: z.string(), url }),
  orderDelivered: z.object({ name, order: z.string(), app: z.string(), url }),
  orderNotDelivered: z.object({ name, order: z.string(), app: z.string(), url }),
  remittanceDetails: z.object({ name, order: z.string(), total: z.string(), code: z.string(), url }),
  refundSent: z.object({ name, order: z.string(), total: z.string(), url }),
  refundReturned: z.object({ name, order: z.string(), total: z.string(), url }),
  organisationSuspended: z.object({ name, organisation: name, reason: z.string(), url }),
  organisationResumed: z.object({ name, organisation: name, url }),
  appSuspended: z.object({ name, app: z.string(), reason: z.string(), url }),
  appResumed: z.object({ name, app: z.string(), url }),
} as const;

export type MailTemplate = keyof typeof mailTemplates;
export type MailValues<T extends MailTemplate> = z.input<(typeof mailTemplates)[T]>;
