'use client';
import type { ComponentProps } from 'react';
import { IntlProvider } from 'use-intl';

/** The border between server and browser for texts; use it through ClientMessages. */
export function MessagesProvider(
  props: Pick<ComponentProps<typeof IntlProvider>, 'locale' | 'messages' | 'timeZone' | 'children'>,
) {
  return <IntlProvider {...props} />;
}
