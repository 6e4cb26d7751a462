import type { ReactNode } from 'react';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { requestLocale, requestTimeZone } from '#lib/i18n/request-locale.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { messagesOf } from '#lib/i18n/messages.ts';
import { MessagesProvider } from './messages-provider.tsx';

/**
 * Gives the client leaves below it the named namespaces, and `ui`, which the kit itself needs; nothing else, so a page
 * ships only the texts it shows in the browser.
 */
export async function ClientMessages({
  namespaces = [],
  children,
}: {
  namespaces?: readonly string[];
  children: ReactNode;
}) {
  const [locale, zone] = await Promise.all([requestLocale(), requestTimeZone()]);
  const messages = Object.fromEntries(['ui', ...namespaces].map((name) => [name, messagesOf(locale, name)]));
  return (
    <MessagesProvider locale={languageTags[locale]} messages={messages} timeZone={zone ?? portalTimeZone()}>
      {children}
    </MessagesProvider>
  );
}
