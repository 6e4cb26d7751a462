import { expireQuotes } from '#lib/quotes/expire-quotes.ts';
import type { Job } from '#worker/job.ts';

export const job: Job<'expireQuotes'> = async () => {
  await expireQuotes();
};
