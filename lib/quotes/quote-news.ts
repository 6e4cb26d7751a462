import { announcements } from '#db/connection.ts';
import { log } from '#lib/log/log.ts';

export type QuoteNews = {
  /** Ends when there is news that was not waited for before, and at the latest after so many milliseconds. */
  within: (ms: number) => Promise<void>;
  end: () => void;
};

/** News of one quote from now on: the database announces when its capacity was answered for (decision 0090). */
export function newsOfQuote(quoteId: string): QuoteNews {
  let news = Promise.withResolvers<void>();
  const heard = announcements('quote_answered', (err) =>
    log().warn({ err }, 'answers for quotes cannot be heard for now'),
  );
  const end = heard.onNews((said) => {
    if (said === null || said === quoteId) news.resolve();
  });
  const within = async (ms: number) => {
    const over = setTimeout(() => news.resolve(), ms);
    await news.promise;
    clearTimeout(over);
    news = Promise.withResolvers();
  };
  return { within, end };
}
