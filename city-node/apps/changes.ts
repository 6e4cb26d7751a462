import pg from 'pg';
import type { Logger } from 'pino';

export interface AppChanges {
  /** Called with the app that changed, by any copy; null: changes may have been missed. Gives what ends it. */
  onChange(listener: (appCode: string | null) => void): () => void;
  close(): Promise<void>;
}

const retryMs = 500;

/** Hears what the database announces (`app_changed`, by triggers), on a connection of its own that is renewed when it is lost. */
export function listenForAppChanges(url: string, log: Logger): AppChanges {
  const listeners = new Set<(appCode: string | null) => void>();
  const tell = (appCode: string | null) => listeners.forEach((listener) => listener(appCode));
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const open = async () => {
    const opening = new pg.Client({ connectionString: url, keepAlive: true });
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
      await opening.query('listen app_changed');
      client = opening;
      tell(null);
    } catch (err) {
      log.warn({ err }, 'changes of apps cannot be heard for now');
      again();
    }
  };
  void open();

  return {
    onChange(listener) {
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
