import type { ReactNode } from 'react';
import { frame } from '#app/frame.tsx';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { AreaShell } from '#components/shell/shell.tsx';

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  return (
    <AreaShell {...await frame()} area="operator">
      <ClientMessages>{children}</ClientMessages>
    </AreaShell>
  );
}
