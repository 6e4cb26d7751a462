import type { ReactNode } from 'react';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { messagesOf } from '#lib/i18n/messages.ts';
import { MessagesProvider } from './messages-provider.tsx';

/** Gives the client leaves below it the named namespaces and nothing else, so a page ships only the texts it shows in the browser. */
export async function ClientMessages({
  namespaces,
  children,
}: {
  namespaces: readonly string[];
  children: ReactNode;
}) {
  const locale = await requestLocale();
  const messages = Object.fromEntries(namespaces.map((name) => [name, messagesOf(locale, name)]));
  return (
    <MessagesProvider locale={languageTags[locale]} messages={messages}>
      {children}
    </MessagesProvider>
  );
}
