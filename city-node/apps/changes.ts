import type { Logger } from 'pino';
import { listenTo, type Announcements } from '#adapters/postgres/announcements.ts';

/** Hears which app was changed, by any copy: triggers announce its code as `app_changed`. */
export function listenForAppChanges(url: string, log: Logger): Announcements {
  return listenTo(url, 'app_changed', (err) => log.warn({ err }, 'changes of apps cannot be heard for now'));
}
