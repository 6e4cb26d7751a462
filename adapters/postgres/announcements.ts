import pg from 'pg';

export interface Announcements {
  /** Called with what was said; null: something may have been missed. Gives what ends it. */
  onNews(listener: (said: string | null) => void): () => void;
  close(): Promise<void>;
}

const retryMs = 500;

/**
 * Hears what the database announces on a channel (`pg_notify`), on a connection of its own that is renewed when it is lost;
 * `onFault` hears why it was not opened. A pooler that hands out connections by transaction lets nothing through: who
 * waits for news also looks now and then.
 */
export function listenTo(url: string, channel: string, onFault: (cause: unknown) => void): Announcements {
  const listeners = new Set<(said: string | null) => void>();
  const tell = (said: string | null) => listeners.forEach((listener) => listener(said));
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const open = async () => {
    const opening = new pg.Client({ connectionString: url, keepAlive: true });
    client = opening;
    let lost = false;
    const again = () => {
      if (lost || closed) return;
      lost = true;
      tell(null);
      retry = setTimeout(() => void open(), retryMs);
      void opening.end().catch(() => undefined);
    };
    opening.on('error', again);
    opening.on('end', again);
    opening.on('notification', ({ payload }) => tell(payload ?? null));
    try {
      await opening.connect();
      await opening.query(`listen ${pg.escapeIdentifier(channel)}`);
      tell(null);
    } catch (cause) {
      if (!closed) onFault(cause);
      again();
    }
  };
  void open();

  return {
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
