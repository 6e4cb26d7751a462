import { sendMail } from '#lib/mail/send-mail.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'sendMail'> = ({ mailId }, { mail }) => sendMail(mailId, mail);
